// judge (main)                            r1 ... r8                           held back by
//   starts the threads
//                                         at the line                         -
//   waits for the last one there                                              _atTheLine, counts down from 8
//                                         wait for the gun                    _gun, opens once
//   fires
//                                         run
//                                         cross the finish line
//   waits for the last one in                                                 _finish, counts down from 8
//   reads the arrivals: nobody writes any more
//
// Without a gun everybody runs as soon as his thread does.

using System.Diagnostics;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Locks.Latches;

/// <summary>One race, held once.</summary>
/// <param name="runners">How many take part, at least 1.</param>
/// <param name="hasGun">Whether all wait for each other at the line, or each starts when created.</param>
/// <param name="run">What a runner does from start to finish, given the number from 1.</param>
/// <param name="cancel">Ends the race.</param>
public sealed class Race(int runners, bool hasGun, Action<int> run, CancellationToken cancel)
{
    private readonly FinishLine _atTheLine = new(runners), _finish = new(runners);
    private readonly OneShotLatch _gun = new();

    private readonly Lock _lock = new(); // guards the list, and makes its order that of the arrivals:
    private readonly List<Arrival> _arrivals = [];

    /// <summary>When the gun was fired, and when the judge saw the last one in; Stopwatch ticks.</summary>
    public (long Gun, long Over) Times { get; private set; }

    /// <summary>Called by each runner on arrival, one after another, with the name.</summary>
    public Action<string>? OnArrival { get; init; }

    /// <summary>Called when all stand at the line, before the gun; given the number of those who have arrived already.</summary>
    public Action<int>? OnReady { get; init; }

    /// <summary>Runs the race and waits for its end, on the thread of the judge.</summary>
    /// <returns>All arrivals, in their order.</returns>
    /// <exception cref="OperationCanceledException">Interrupted; all runners have gone by then.</exception>
    public IReadOnlyList<Arrival> Hold()
    {
        var group = new ThreadGroup();
        for (var number = 1; number <= runners; number++)
        {
            var runner = number;
            group.Start($"r{runner}", () => Take(runner));
        }
        try { return Judge(); }
        finally { JoinAll(group); }
    }

    private List<Arrival> Judge()
    {
        if (hasGun)
        {
            _atTheLine.Wait(cancel);                     // [ready]
            OnReady?.Invoke(Arrived);
            Times = (Stopwatch.GetTimestamp(), 0);       // before the shot: whoever starts later was not early
            _gun.Open();                                 // [gun]
        }
        _finish.Wait(cancel);                            // [judge]
        Times = (Times.Gun, Stopwatch.GetTimestamp());
        return _arrivals;                                // no lock: all have counted down after their last write
    }

    // An interrupt ends the runners as it ends the judge; then his exception is told, and not theirs over again.
    private void JoinAll(ThreadGroup group)
    {
        try { group.Join(); }
        catch (AggregateException) when (cancel.IsCancellationRequested)
        {
            // all have gone
        }
    }

    private int Arrived { get { lock (_lock) return _arrivals.Count; } }

    private void Take(int runner)
    {
        if (hasGun)
        {
            _atTheLine.CountDown();                      // [at the line]
            _gun.Wait(cancel);                           // [set]
        }
        var started = Stopwatch.GetTimestamp();          // [go]
        run(runner);
        lock (_lock)
        {
            _arrivals.Add(new Arrival($"r{runner}", started, Stopwatch.GetTimestamp()));
            OnArrival?.Invoke($"r{runner}");
        }
        _finish.CountDown();                             // [finish]
    }
}
