// What an AsyncContext still has to do, and when it is through:
//
//      _outstanding  =  work in _waiting  +  work that runs now  +  operations started and not completed (async void methods)
//
//      open ---- _outstanding falls to 0, or Drop ----> over        there is no way back
//
//   I1  Over: nothing is waiting, and nothing is added any more.
//   I2  The taker sleeps only while nothing is waiting and it is not over.
//
// A queue into which nothing was ever put has not fallen to 0: its taker waits for the first work.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Concurrency.Async;

/// <summary>The work of an <see cref="AsyncContext"/>, first in, first out, and the count that tells its end.</summary>
[DebuggerDisplay("{Display,nq}")] // takes no lock
internal sealed class WorkQueue
{
    // A spin lock: held for some assignments, and no interrupt can come between an operation and its completion. Guards:
    private readonly TestAndTestAndSetLock _guard = new();
    private readonly ConditionVariable _workCameOrOver;
    private readonly Queue<Work> _waiting = new();
    private int _outstanding;
    private bool _isOver;

    public WorkQueue() => _workCameOrOver = new ConditionVariable(_guard);

    public static InvalidOperationException Ended() =>
        new("The context has ended and runs nothing more; send before its last operation completes.");

    /// <returns>False when it is over; the work will not run.</returns>
    public bool TryAdd(Work work)
    {
        using (_guard.Hold())
        {
            if (_isOver) return false;
            _outstanding++;
            _waiting.Enqueue(work);
            _workCameOrOver.Signal(); // one work, one taker
            return true;
        }
    }

    /// <summary>Blocks until there is work, and takes it. Say <see cref="Completed"/> when it has run.</summary>
    /// <returns>False when it is over.</returns>
    public bool Take(out Work work)
    {
        using (_guard.Hold())
        {
            while (_waiting.Count == 0 && !_isOver) _workCameOrOver.Wait();
            return _waiting.TryDequeue(out work);
        }
    }

    public void Started()
    {
        using (_guard.Hold()) _outstanding++;
    }

    public void Completed()
    {
        using (_guard.Hold())
        {
            if (_isOver) return; // Drop did not wait for it
            if (_outstanding == _waiting.Count) // what waits has not been started: it cannot have completed
                throw new InvalidOperationException(
                    "More operations completed than started; pair OperationCompleted with OperationStarted.");
            if (--_outstanding == 0) End();
        }
    }

    /// <summary>Ends it at once. What has not run is dropped, and threads blocked on it are told.</summary>
    public void Drop()
    {
        Work[] dropped;
        using (_guard.Hold())
        {
            dropped = [.. _waiting];
            _waiting.Clear();
            End();
        }
        foreach (var work in dropped) work.Drop(); // outside the lock
    }

    /// <summary>The tasks among what waits, for debuggers; null when that cannot be told without blocking.</summary>
    public Task[]? TryGetTasks()
    {
        if (!_guard.TryAcquire()) return null;
        try { return [.. _waiting.Select(work => work.State).OfType<Task>()]; }
        finally { _guard.Release(); }
    }

    private void End()
    {
        Debug.Assert(_waiting.Count == 0, "I1");
        _isOver = true;
        _workCameOrOver.Broadcast();
    }

    public string Display => _isOver ? "over" : $"{_waiting.Count} waiting, {_outstanding} outstanding";
}
