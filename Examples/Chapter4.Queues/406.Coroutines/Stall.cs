// The ticker does nothing but take turns, and notes how long it had to wait for each:
//
//      computes    ticker other ticker other ticker other ticker ...     the other yields often
//      blocks      ticker other ...................... ticker            it calls what blocks the thread, the only one
//      sleeps      ticker ticker ticker ticker ticker ... other          it yields, and says when it wants to go on

using System.Diagnostics;
using Workbook.Concurrency.Coroutines;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.CooperativeTasks;

/// <summary>Two coroutines on one thread, and what the ways of one do to the other.</summary>
internal sealed class Stall(Stage stage, int blockMs)
{
    private readonly TimeSpan _time = TimeSpan.FromMilliseconds(blockMs);
    private int _turns;
    private TimeSpan _longest;
    private bool _isOver;

    public void Measure()
    {
        var rows = new List<string[]>
        {
            Row($"computes for {blockMs} ms, yields often", () => TakeTurnsWith(Computes())),
            Row($"calls what blocks for {blockMs} ms", () => TakeTurnsWith(Blocks())),
            Row($"sleeps for {blockMs} ms, cooperatively", TakeTurnsWithASleeper),
        };
        stage.Table("a ticker takes turns with another one on the same thread; how long it waited for a turn",
            ["the other one", "turns of the ticker", "longest wait, ms"], rows);
    }

    private string[] Row(string what, Action run)
    {
        (_turns, _longest, _isOver) = (0, TimeSpan.Zero, false);
        run();
        return [what, $"{_turns:N0}", $"{_longest.TotalMilliseconds:0.00}"];
    }

    private void TakeTurnsWith(IEnumerable<Wish> other)
    {
        using var scheduler = new RoundRobinScheduler<int>();
        scheduler.Spawn("ticker", _ => Ticks().Select(_ => Wish.Turn));
        scheduler.Spawn("other", _ => other);
        scheduler.Run(stage.Cancel);
        foreach (var (_, failure) in scheduler.Failures) throw failure; // Ctrl+C in the middle of the blocking call
    }

    // The library's scheduler: besides turns it has sleeps.
    private void TakeTurnsWithASleeper()
    {
        var scheduler = new CoroutineScheduler();
        scheduler.Spawn("ticker", Ticks().Select(_ => Step.Yield));
        scheduler.Spawn("other", Sleeps());
        scheduler.Run(stage.Cancel);
    }

    // Yields numbers; each caller makes of them what its scheduler wants.
    private IEnumerable<int> Ticks()
    {
        for (var last = Stopwatch.GetTimestamp(); !_isOver; _turns++)
        {
            yield return _turns;                                            // [tick]
            var now = Stopwatch.GetTimestamp();
            var waited = Stopwatch.GetElapsedTime(last, now);
            if (waited > _longest) _longest = waited;
            last = now;
        }
    }

    private IEnumerable<Wish> Computes()
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < _time;) yield return Wish.Turn;
        _isOver = true;
    }

    private IEnumerable<Wish> Blocks()
    {
        yield return Wish.Turn;
        stage.Sleep(blockMs);                                               // [block] nobody else has a turn meanwhile
        yield return Wish.Turn;
        _isOver = true;
    }

    private IEnumerable<Step> Sleeps()
    {
        yield return Step.Sleep(_time);                                     // [sleep] everybody else has
        _isOver = true;
    }
}
