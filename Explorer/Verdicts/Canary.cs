// Miners took a bird along that felt bad air before they did. Ours is a program with a race that everybody knows. Before
// anything else is judged it goes the way of every program: taken out of this library as an assembly of its own, rewritten,
// loaded, explored. If the race is not found then code is not marked, types are not swapped, or nobody is let in between, and
// "all fine" would mean nothing.

using Mono.Cecil;
using Workbook.Explorer.Rewriting;

namespace Workbook.Explorer.Verdicts;

/// <summary>Makes sure, once in a process, that the explorer finds what is there.</summary>
internal static class Canary
{
    private const int Schedules = 200; // it takes less than 20
    private static readonly Lazy<string?> _fault = new(static () => FaultOf(Rewritten()));

    /// <exception cref="InstrumentationException">The race was not found.</exception>
    public static void Listen()
    {
        if (_fault.Value is { } fault) throw new InstrumentationException(fault);
    }

    /// <summary>What is wrong with how the program is explored; null: nothing.</summary>
    public static string? FaultOf(Action program)
    {
        using var exploration =
            new Exploration(program, new ExploreOptions { Schedules = Schedules, Time = TimeSpan.FromMinutes(1) });
        var failed = exploration.Search();
        if (failed?.Failure?.Exception is not InvalidOperationException)
            return $"a lost count was not found in {exploration.Schedules} schedules";
        return exploration.Races.Found.Count > 0 ? null : "a count was lost, and the race that did it was not seen";
    }

    private static Action Rewritten()
    {
        var type = typeof(CanaryProgram).FullName!;
        var program = new RewrittenProgram(Alone(), symbols: null, directory: null, (type, nameof(CanaryProgram.Run)));
        return program.Assembly.GetType(type, throwOnError: true)!.GetMethod(nameof(CanaryProgram.Run))!.CreateDelegate<Action>();
    }

    // The program without the rest of this library.
    private static byte[] Alone()
    {
        var library = typeof(Canary).Assembly.Location;
        using var module = ModuleDefinition.ReadModule(library, new ReaderParameters(ReadingMode.Deferred));
        for (var i = module.Types.Count - 1; i >= 0; i--)
        {
            if (module.Types[i].FullName != typeof(CanaryProgram).FullName && module.Types[i].Name != "<Module>")
                module.Types.RemoveAt(i);
        }
        module.CustomAttributes.Clear();
        module.Assembly.CustomAttributes.Clear();
        module.Resources.Clear();
        module.Assembly.Name.Name = module.Name = "Canary";
        AssemblyRewriter.LeaveOutNativeCode(module);
        var bytes = new MemoryStream();
        module.Write(bytes);
        return bytes.ToArray();
    }
}
