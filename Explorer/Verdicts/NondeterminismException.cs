namespace Workbook.Explorer.Verdicts;

/// <summary>The test does not do the same twice under the same schedule: something in it is not under the explorer's control, and no
/// verdict on it would be worth anything.</summary>
/// <param name="difference">What differed, in a clause.</param>
/// <param name="suspects">Calls of the program that may be the cause: "System.IO.File.ReadAllText".</param>
public sealed class NondeterminismException(string difference, IReadOnlyList<string>? suspects = null)
    : Exception($"This test does not do the same twice under the same schedule: {difference}. "
        + (suspects is { Count: > 0 } ? $"It calls {string.Join(", ", suspects)}, whose results are not under the explorer's control."
            : "Something that it depends on is not under the explorer's control: a file, the environment, a hash code, state that is kept from run to run."))
{
    /// <summary>What differed.</summary>
    public string Difference { get; } = difference;

    /// <summary>Calls that may be the cause.</summary>
    public IReadOnlyList<string> Suspects { get; } = suspects ?? [];
}
