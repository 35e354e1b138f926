// A door that stays as it was left:
//
//                 Set: all who wait are let go
//      closed --------------------------------> open
//      Wait blocks  <-------------------------  Wait returns at once
//                            Reset
//
//   I1  Nobody is in the queue while _isSet.
//   I2  Set lets go everybody who was in the queue at that moment, whatever happens afterwards.
//
// I2 holds because Set takes them out of the queue and signals each: they do not look at _isSet again. Did they look
// again, Set and Reset right after it would let go only those that woke up in between: some, or none.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Signals;

/// <summary>An event that stays set, and lets everybody pass, until it is reset.</summary>
/// <remarks>Any thread may call any member. What a thread wrote before <see cref="Set"/> is seen by whoever its set lets pass.
/// <see cref="Set"/> followed at once by <see cref="Reset"/> still lets go everybody who was waiting at the set.
/// The event count of Reed and Kanodia, CACM 1979, is its ancestor.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class ManualEvent
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly WaitQueue _waiters;
    private volatile bool _isSet; // written under the mutex; Wait reads it without: pairs with the write in Set

    /// <param name="set">Whether it is set at first.</param>
    public ManualEvent(bool set = false)
    {
        _isSet = set;
        _waiters = new WaitQueue(_mutex);
    }

    /// <summary>Whether a wait would return at once; stale by the time it returns, if somebody resets.</summary>
    public bool IsSet => _isSet;

    /// <summary>How many wait; stale by the time it returns.</summary>
    internal int Waiting => _waiters.Count;

    /// <summary>Sets the event and lets all waiting threads go. May be repeated. Never blocks for long.</summary>
    public void Set()
    {
        _mutex.Acquire();
        _isSet = true;
        while (_waiters.Dequeue() is { } waiter) waiter.Signal(); // all: each of them may pass
        _mutex.Release();
    }

    /// <summary>Unsets the event: whoever waits from now on blocks. May be repeated. Never blocks for long.</summary>
    public void Reset()
    {
        _mutex.Acquire();
        Debug.Assert(!_isSet || _waiters.IsEmpty, "I1");
        _isSet = false;
        _mutex.Release();
    }

    /// <summary>Blocks until the event is set.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while it was not set.</exception>
    public void Wait(CancellationToken cancel = default)
    {
        if (!_isSet) WaitUntilSet(cancel); // the part that is inlined: one read
    }

    /// <summary>Blocks until the event is set, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (only look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait; an already cancelled one means: do not wait.</param>
    /// <returns>True when it was set, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was not set.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (WaitUntilSet(Deadline.After(timeout), cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    private void WaitUntilSet(CancellationToken cancel)
    {
        if (!WaitUntilSet(Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
    }

    /// <returns>False when the time was over or <paramref name="cancel"/> fired first.</returns>
    internal bool WaitUntilSet(Deadline deadline, CancellationToken cancel)
    {
        if (_isSet) return true;
        _mutex.Acquire();
        var me = _isSet ? null : _waiters.Enqueue(); // looks again, now that no Set can come between
        _mutex.Release();
        return me is null || _waiters.Await(me, deadline, cancel);
    }

    private string Display => $"{(_isSet ? "set" : "not set")}, {_waiters.Count} waiting";
}
