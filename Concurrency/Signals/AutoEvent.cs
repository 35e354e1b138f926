// A turnstile: each Set lets one through.
//
//                     Set, nobody waits                    Set: the first in the queue goes [hand over]
//                  +--------------------> set            +---+
//      not set ----+                       |             |   v
//         ^        +----- Wait: blocks ----|-------->  not set, n wait
//         |                                |
//         +------- Wait: returns ----------+           Set while set changes nothing: it is remembered once
//
//   I1  Nobody waits while _isSet.
//   I2  Each Set either lets exactly one waiter go, or leaves _isSet behind.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Signals;

/// <summary>An event that lets one thread pass per set, in the order in which they came, and unsets itself.</summary>
/// <remarks>Any thread may call any member. What a thread wrote before <see cref="Set"/> is seen by the one its set lets pass.
/// Two sets while nobody waits let pass one thread, not two; whoever has to count them needs a semaphore.
/// It is Dijkstra's binary semaphore (EWD123, 1965) with a V that may be repeated.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class AutoEvent
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly WaitQueue _waiters;
    private bool _isSet;

    /// <param name="set">Whether it is set at first.</param>
    public AutoEvent(bool set = false)
    {
        _isSet = set;
        _waiters = new WaitQueue(_mutex);
    }

    /// <summary>Whether a set is remembered that nobody has used yet; stale by the time it returns.</summary>
    public bool IsSet => Volatile.Read(ref _isSet);

    /// <summary>Lets the longest waiting thread go, or the next one that comes when nobody waits. Never blocks for long.</summary>
    public void Set()
    {
        _mutex.Acquire();
        Debug.Assert(!_isSet || _waiters.IsEmpty, "I1");
        var next = _waiters.Dequeue();
        if (next is null) _isSet = true;
        _mutex.Release();
        next?.Signal(); // [hand over] it has passed already, whenever it wakes up: a newcomer finds the event not set
    }

    /// <summary>Forgets a set that nobody has used. Nobody is woken, and who was let go stays so. Never blocks for long.</summary>
    public void Reset()
    {
        _mutex.Acquire();
        _isSet = false;
        _mutex.Release();
    }

    /// <summary>Blocks until a set is there for this thread, and uses it up.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before; no set was used up.</exception>
    public void Wait(CancellationToken cancel = default)
    {
        if (!Wait(Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
    }

    /// <summary>Blocks until a set is there for this thread, and uses it up, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (only look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait; an already cancelled one means: do not wait.</param>
    /// <returns>True with the set used up, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before; no set was used up.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (Wait(Deadline.After(timeout), cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    private bool Wait(Deadline deadline, CancellationToken cancel)
    {
        _mutex.Acquire();
        Debug.Assert(!_isSet || _waiters.IsEmpty, "I1");
        var me = _isSet ? null : _waiters.Enqueue();
        _isSet = false;
        _mutex.Release();
        return me is null || _waiters.Await(me, deadline, cancel); // let go at the moment of giving up: true, so that I2 holds
    }

    private string Display => $"{(_isSet ? "set" : "not set")}, {_waiters.Count} waiting";
}
