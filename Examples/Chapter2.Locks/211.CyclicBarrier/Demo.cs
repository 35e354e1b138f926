// band 1               band 2               band 3               band 4
//   rows 0 to 3          rows 4 to 8          ...
//   computes its rows of generation 1, all at the same time
//   ------------------------- the barrier: phase 0 ends --------------------------
//   computes its rows of generation 2, from all that was written before it
//   ------------------------- the barrier: phase 1 ends --------------------------

using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.Barriers;

[Exercise(211, "cyclic-barrier", "Cyclic barrier", Points = 8, Small = "--generations 20")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("threads, each computes some of the rows", 1, 60)] int bands = 4,
        [Option("generations to compute, a phase each", 1, 1_000)] int generations = 60,
        [Option("height of the world", 3, 60)] int rows = 18,
        [Option("width of the world", 3, 120)] int columns = 64,
        [Option("which world to start with")] int seed = 7,
        [Option("pause after each generation, in a terminal", 0, 1_000)] int delayMs = 40,
        [Option("compute without the barrier, and see a wrong world")] bool broken = false,
        [Option("the last band fails in this phase, from 0 on; -1 for never", -1, 999)] int breakIn = -1)
    {
        Check(bands, generations, rows, broken, breakIn);

        World NewWorld() => new(rows, columns, seed);
        var chronicle = new Chronicle(NewWorld(), generations, stage.Cancel);
        var (world, cut) = (NewWorld(), Band.Cut(rows, bands));
        var life = new Life(stage, world, cut, generations, chronicle);
        var unsynchronized = new BandsWithoutBarrier(world, bands, generations, stage.Cancel);

        var group = new ThreadGroup();
        using (var view = stage.Live())
        {
            foreach (var band in cut)
                group.Start(band.Name, broken
                    ? () => unsynchronized.Run(band, life.Computed)
                    : () => life.Run(band, view, delayMs, breakIn));

            try { group.Join(); }
            catch (AggregateException failed) when (breakIn >= 0 || stage.Cancel.IsCancellationRequested)
            {
                stage.Cancel.ThrowIfCancellationRequested(); // all bands have ended, of that or of the barrier that it broke
                foreach (var failure in failed.InnerExceptions) stage.WriteLine(failure.Message); // that of the last band
            }
            if (breakIn < 0) view.Show(life.Picture(generations));
        }
        foreach (var line in life.Findings()) stage.WriteLine(line);
    }

    private static void Check(int bands, int generations, int rows, bool broken, int breakIn)
    {
        if (bands > rows)
            throw new BadOptionException("--bands", $"each band needs a row of its own; give at most --rows ({rows})");
        if ((broken || breakIn >= 0) && bands < 2)
            throw new BadOptionException("--bands", "with --broken or --break-in give at least 2: one band waits for nobody");
        if (broken && generations < 2)
            throw new BadOptionException("--generations", "with --broken there must be at least 2: band 1 runs ahead by two");
        if (breakIn >= generations)
            throw new BadOptionException("--break-in", $"the phases are 0 to {generations - 1}, one for each generation");
        if (broken && breakIn >= 0)
            throw new BadOptionException("--break-in", "--broken has no barrier that could break; leave one of the two out");
    }
}
