// What each thread does, and what is found out about it:
//
//      for each generation:   compute the own rows  ->  compare them with the chronicle  ->  meet the others
//
// A band that fails breaks the barrier on its way out, whatever the reason is, Ctrl+C too: the others would wait for it for ever.
// So all threads end, each by itself, and whoever joins them gets the failure.

using Workbook.Concurrency.Signals;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.Barriers;

/// <summary>A world that is computed in bands, a thread each.</summary>
/// <param name="stage">For its token, its clock and its terminal.</param>
/// <param name="world">In generation 0.</param>
/// <param name="bands">Cover the world.</param>
/// <param name="generations">How many to compute.</param>
/// <param name="chronicle">What is right.</param>
public sealed class Life(Stage stage, World world, IReadOnlyList<Band> bands, int generations, Chronicle chronicle)
{
    private readonly PhaseBarrier _barrier = new(bands.Count);

    private readonly Lock _lock = new(); // guards:
    private readonly int[] _computed = new int[bands.Count];     // up to which generation
    private readonly string?[] _told = new string?[bands.Count]; // what a band read when the barrier broke
    private readonly List<WrongCell> _wrong = [];                // the first one of each band and generation
    private int _farthestApart;

    /// <summary>Computes <paramref name="band"/> up to the last generation, or until the barrier breaks.</summary>
    /// <param name="band">The caller's.</param>
    /// <param name="view">Band 1 paints into it.</param>
    /// <param name="delayMs">The pause after each generation, in a terminal.</param>
    /// <param name="breakIn">The phase in which the last band fails; -1 for never.</param>
    public void Run(Band band, LiveView view, int delayMs, int breakIn)
    {
        try
        {
            for (var generation = 0; generation < generations; generation++)
            {
                stage.Cancel.ThrowIfCancellationRequested();
                if (generation == breakIn && band == bands[^1]) FailWhenAllOthersWait(breakIn);
                world.Step(band, generation);               // [compute]
                Computed(band, generation + 1);
                var phase = (int)_barrier.SignalAndWait();  // [meet]

                // The others go on meanwhile: they write the other plane, and cannot meet again without this thread.
                if (band.Number == 1 && stage.IsTerminal)
                {
                    view.Show(Picture(phase + 1));
                    stage.Sleep(delayMs);
                }
            }
        }
        catch (BrokenBarrierException broken)
        {
            lock (_lock) _told[band.Number - 1] = broken.Message; // [told]
        }
        catch (Exception failure)
        {
            _barrier.Break($"{band.Name} failed, {failure.Message}"); // [break]
            throw;
        }
    }

    /// <summary>The world in <paramref name="generation"/>, a line for each row.</summary>
    public IReadOnlyList<string> Picture(int generation) =>
        [$"generation {generation}", .. bands.SelectMany(band => Enumerable.Range(band.First, band.End - band.First)
            .Select(row => $"  {(row == band.First ? band.Name : ""),-8} {world.RowText(row, generation)}"))];

    /// <summary>What happened, a line each; for whoever has joined the threads.</summary>
    public IReadOnlyList<string> Findings()
    {
        lock (_lock)
        {
            if (_told.Any(told => told is not null))
                return [.. Enumerable.Range(0, bands.Count).Where(i => _told[i] is not null)
                    .Select(i => $"{bands[i].Name} was told, after generation {_computed[i]}: {_told[i]}")];

            var differ = bands.Sum(band => chronicle.Wrong(world, band, generations).Count());
            List<string> findings =
            [
                $"{generations} generations by {bands.Count} thread{(bands.Count == 1 ? "" : "s")}: "
                    + (differ == 0 ? "no cell differs" : $"{differ} of {world.Rows * world.Columns} cells differ")
                    + " from what one thread computes",
                $"the bands were {(_farthestApart <= 1 ? "never " : "")}more than one generation apart",
            ];
            if (_wrong.OrderBy(cell => cell.Generation).ThenBy(cell => cell.Row).FirstOrDefault() is { } first)
                findings.Add($"the first wrong cell: {first}");
            return findings;
        }
    }

    /// <summary>Takes down that the caller has computed its rows of that generation, and whether they are right.</summary>
    public void Computed(Band band, int generation)
    {
        var wrong = chronicle.Wrong(world, band, generation).FirstOrDefault(); // its own rows: nobody else writes them
        lock (_lock)
        {
            if (wrong is not null) _wrong.Add(wrong);
            _computed[band.Number - 1] = generation;
            _farthestApart = Math.Max(_farthestApart, _computed.Max(other => Math.Abs(other - generation)));
        }
    }

    private void FailWhenAllOthersWait(int phase)
    {
        while (_barrier.Waiting < bands.Count - 1) stage.Sleep(1); // so that they have to be woken, and not only refused
        throw new InvalidOperationException($"on purpose, in phase {phase}");
    }
}
