using System.Diagnostics;
using System.Globalization;
using Workbook.Explorer;
using Workbook.Explorer.Tests.Sct;

namespace Bench.Programs;

/// <summary>How many schedules the strategies of chance need for the planted faults of the explorer's tests, beside the means
/// that were published for the programs whose shape they have (Zhao, Wolff, Mathur, Roychoudhury, ASPLOS 2025). Only counts,
/// which are the same on every machine.</summary>
/// <remarks>A mean with <c>></c> is too small: only so many of the seeds found the fault within 10,000 schedules, which
/// were counted as that, and within the time there is for a cell; the others are left out.</remarks>
internal sealed class SctFaults : IProgramBenchmark
{
    private const int Seeds = 20, Most = 10_000;
    private static readonly TimeSpan _perCell = TimeSpan.FromSeconds(40);
    private static readonly int[] _widths = [19, 18, 5, 18, 5, 18, 5];

    public void Run(FigureTable figures)
    {
        Write("schedules to a fault", "PCT-3", "publ.", "POS", "publ.", "SURW", "publ.");
        Write([.. _widths.Select(_ => "---")]);
        foreach (var program in SctProgram.All)
        {
            var test = SctProgram.Rewritten(program.Bad);
            Write(program.Name, Mean(test, StrategyKind.Pct), Shown(program.Pct), Mean(test, StrategyKind.Pos), Shown(program.Pos),
                Mean(test, StrategyKind.Surw), Shown(program.Surw));
        }
    }

    private static string Mean(Action test, StrategyKind strategy)
    {
        var start = Stopwatch.GetTimestamp();
        var (seeds, found, schedules) = (0, 0, 0L);
        while (seeds < Seeds)
        {
            var left = _perCell - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) break;
            var options = new ExploreOptions { Strategy = strategy, Seed = (ulong)seeds + 1, Schedules = Most, Time = left };
            using var exploration = new Exploration(test, options);
            var wasFound = exploration.Search() is not null;
            // Broken off by the time: it says nothing, unless it is all there is.
            if (!wasFound && exploration.Executions < Most && seeds > 0) break;
            if (wasFound) found++;
            seeds++;
            schedules += exploration.Executions;
        }
        var mean = ((double)schedules / seeds).ToString("n0", CultureInfo.InvariantCulture);
        return found == Seeds ? mean : $">{mean} ({found} of {seeds})";
    }

    private static string Shown(int published) => published == 0 ? "-" : published.ToString("n0", CultureInfo.InvariantCulture);

    private static void Write(params string[] cells) =>
        Console.WriteLine($"| {string.Join(" | ", cells.Zip(_widths, (cell, width) => cell.PadRight(width)))} |");
}
