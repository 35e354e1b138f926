// All sleep at the same time, on one thread. Bodies that sleep for 1, 2 and 3 s:
//
//      time    0          1          2          3
//      g1      run sleep  run .
//      g2      run sleep .....       run .
//      g3      run sleep ................       run .
//      hub        waits 1 s  waits 1 s  waits 1 s            [idle] until the first of those who sleep
//
//   I1  A greenlet that has not ended is in _sleepers, once, or is the one that runs.
//   I2  The thread waits only while nobody is due, and not longer than until the earliest is.

using System.Diagnostics;
using Workbook.Concurrency.Clocks;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Queues.CooperativeWaiting;

/// <summary>Runs bodies on the calling thread; one that waits lets the others run.</summary>
/// <remarks>A body yields how long it wants to sleep: less than nothing counts as nothing, more than
/// <see cref="int.MaxValue"/> ms as that. Not thread-safe: one thread spawns and joins.</remarks>
/// <param name="clock">Says what time it is, and waits.</param>
[DebuggerDisplay("{_sleepers.Count} not ended")]
public sealed class GreenletHub(IClock clock)
{
    private readonly PriorityQueue<(Greenlet Greenlet, IEnumerator<TimeSpan> Body), (TimeSpan Due, int Number)> _sleepers = new();
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(int.MaxValue); // that a clock can wait

    private readonly Parker _idle = new(); // nobody unparks it: only time ends a wait
    private int _sleeps; // so far; numbers them, so that of two that are due at one time the first to sleep goes first

    /// <summary>Adds a body; it begins in <see cref="JoinAll"/>, behind those that are due already. A body may spawn
    /// others.</summary>
    public Greenlet Spawn(string name, IEnumerable<TimeSpan> body)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(body);
        var greenlet = new Greenlet(name);
        Sleep(greenlet, body.GetEnumerator(), TimeSpan.Zero);
        return greenlet;
    }

    /// <summary>Runs all to their end, the earliest due first. Blocks the calling thread while all sleep.</summary>
    /// <exception cref="AggregateException">Some failed: what they threw, in that order. All others have ended.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; those that had not ended run their finally blocks, and
    /// end.</exception>
    public void JoinAll(CancellationToken cancel = default)
    {
        var failures = new List<Exception>();
        while (_sleepers.TryPeek(out var next, out var due))
        {
            if (cancel.IsCancellationRequested) { EndAll(); throw new OperationCanceledException(cancel); }
            var left = due.Due - clock.Now;
            if (left > TimeSpan.Zero) { clock.Wait(_idle, left, cancel); continue; } // [idle] and look again
            _sleepers.Dequeue();
            try
            {
                if (next.Body.MoveNext()) Sleep(next.Greenlet, next.Body, next.Body.Current); // [run]
                else next.Greenlet.HasEnded = true;
            }
            catch (Exception e) // whatever it is, the others go on
            {
                (next.Greenlet.HasEnded, next.Greenlet.Failure) = (true, e);
                failures.Add(e);
            }
        }
        if (failures.Count > 0) throw new AggregateException(failures);
    }

    private void Sleep(Greenlet greenlet, IEnumerator<TimeSpan> body, TimeSpan time)
    {
        var due = clock.Now + TimeSpan.FromTicks(Math.Clamp(time.Ticks, 0, _longest.Ticks));
        _sleepers.Enqueue((greenlet, body), (due, _sleeps++));
    }

    private void EndAll()
    {
        while (_sleepers.TryDequeue(out var next, out _))
        {
            try { next.Body.Dispose(); } // the finally blocks around the yield where it stands
            catch (Exception e) { next.Greenlet.Failure = e; }
            next.Greenlet.HasEnded = true;
        }
    }
}
