using Workbook.Explorer.Strategies;
using Workbook.Explorer.Tests.Strategies;

namespace Workbook.Explorer.Tests.WeakMemory;

/// <summary>A few threads with a few steps each, as the papers on memory models have them: variables x, y, z begin at 0, and what is in
/// them and in the registers in the end is an outcome.</summary>
/// <param name="Name">As the papers call it.</param>
/// <param name="Threads">Steps, separated by semicolons; see <see cref="LitmusStep"/>.</param>
internal sealed record Litmus(string Name, params string[] Threads)
{
    public LitmusStep[][] Steps { get; } =
        [.. Threads.Select(thread => thread.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(LitmusStep.Of).ToArray())];

    public string[] Variables => [.. Names(step => step.Variable)];

    public string[] Registers => [.. Names(step => step.Register)];

    /// <summary>All outcomes that are seen, each as <c>r0=0 r1=1 x=1 y=1</c>.</summary>
    public SortedSet<string> Outcomes(MemoryModel memory, bool isVolatile = true) => Outcomes(Compile([this], isVolatile)[0], memory);

    /// <summary>The same by every search; they must agree.</summary>
    public static SortedSet<string> Outcomes(Action test, MemoryModel memory)
    {
        var reduced = Seen.By(test, () => new SourceDpor(), memory: memory);
        var searched = Seen.By(test, () => new BoundedSearch(BoundedSearch.Everything), memory: memory);
        Assert.True(reduced.IsComplete && searched.IsComplete);
        Assert.Empty(reduced.Failures);
        Assert.Empty(searched.Failures);
        Assert.Equal(searched.States, reduced.States);
        Assert.Equal(searched.Behaviours, reduced.Behaviours);
        Assert.Equal(reduced.Behaviours.Count, reduced.Executions - reduced.Redundant); // none was run twice
        return reduced.States;
    }

    public static IReadOnlyList<Action> Compile(IReadOnlyList<Litmus> tests, bool isVolatile = true) => [.. SmallProgram.Compile(
        [.. tests.Select(test => test.Program(isVolatile))]).Select(compiled => compiled.Test)];

    private SmallProgram Program(bool isVolatile)
    {
        var statics = string.Join(", ", Registers.Concat(Variables).Select(name => $"{name} = 0"));
        return new SmallProgram(Name, $"public static int {string.Join(", ", Registers.Concat(Variables))};", $"{statics.Replace(", ", "; ")};",
            [.. Steps.Select(thread => string.Join(" ", thread.Select(step => step.Code(variable => variable, isVolatile))))]);
    }

    private IEnumerable<string> Names(Func<LitmusStep, string?> name) => Steps.SelectMany(thread => thread.Select(name)).OfType<string>().Distinct().Order();
}
