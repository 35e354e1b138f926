using System.CommandLine;
using System.Reflection;
using Workbook.Examples.Exercises;
using Workbook.Explorer;

namespace Workbook.Examples.Cli;

/// <summary>The options that say how far an exploration goes, and what is made of them.</summary>
internal sealed class ExploreOptionSymbols
{
    private static readonly MethodInfo _read = typeof(ExploreOptionSymbols).GetMethod(nameof(Read),
        BindingFlags.Static | BindingFlags.NonPublic)!;

    private readonly IReadOnlyList<DemoOptionSymbol> _symbols =
        [.. _read.GetParameters().Select(parameter => new DemoOptionSymbol(new DemoOption(parameter)))];

    public void AddTo(Command command)
    {
        foreach (var symbol in _symbols) command.Add(symbol);
    }

    public ExploreOptions ValueIn(ParseResult result) =>
        (ExploreOptions)_read.Invoke(null, BindingFlags.DoNotWrapExceptions, null,
            [.. _symbols.Select(symbol => symbol.ValueIn(result))], null)!;

    // One budget alone lifts the other: who asks for a million schedules wants them, whatever the clock says.
    private static ExploreOptions Read(
        [Option("In which order interleavings are tried")] StrategyKind strategy = StrategyKind.Default,
        [Option("At most so many interleavings; without it 100000, or as many as --seconds allows", 1,
            int.MaxValue)] int? schedules = null,
        [Option("At most so long; without it 10, or as long as --schedules takes", 0.001, 86_400)] double? seconds = null,
        [Option("Up to how many preemptions everything is tried before chance takes over", 0, 10)] int bound = 2,
        [Option("What chance is made of: same seed, same result", 0)] long seed = 1,
        [Option("What a data race makes of a test that holds otherwise")] RacePolicy races = RacePolicy.Fail,
        [Option("When others see what a thread writes: at once, or after a while in a store buffer, as on x86-64")]
        MemoryModel memory = MemoryModel.Interleaved)
    {
        var defaults = new ExploreOptions();
        return defaults with
        {
            Strategy = strategy,
            Schedules = schedules ?? (seconds is null ? defaults.Schedules : int.MaxValue),
            Time = seconds is { } given ? TimeSpan.FromSeconds(given) : schedules is null ? defaults.Time : TimeSpan.FromDays(1),
            Bound = bound,
            Seed = (ulong)seed,
            Races = races,
            Memory = memory,
        };
    }
}
