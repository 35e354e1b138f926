// A flag, a lock around it, and those who sleep until it is set:
//
//      waiter                                       opener
//      acquire                                      acquire: the waiter is in here, so wait ...
//      [look] closed                                        |
//      [sleep] enqueue and release, one step                v
//              ... asleep ...                       [open]  the flag
//                                                   [wake]  all who sleep
//      [look] open                                  release
//      release
//
// Whenever no thread holds _mutex:
//   I1  _isOpen is never unset.
//   I2  Nobody sleeps in _opened while _isOpen is set, unless it has been woken and is on its way to look.
//
// I2 holds because looking and falling asleep are one step for the opener: it comes before the look, and the waiter finds the
// flag set, or after the falling asleep, and its signal finds the waiter.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Deadlock.LostWakeups;

/// <summary>A gate that opens once and stays open; no wake-up of it can be lost.</summary>
/// <remarks>Any thread may call any member. What a thread wrote before <see cref="Open"/> is seen by all who went
/// through.</remarks>
[DebuggerDisplay("{_isOpen ? \"open\" : \"closed\",nq}")] // takes no lock
public sealed class Gate
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _opened;
    private bool _isOpen;

    /// <summary>A closed gate.</summary>
    public Gate() => _opened = new ConditionVariable(_mutex);

    /// <summary>Whether it is open. True stays true; false may be stale by the time it returns.</summary>
    public bool IsOpen { get { using (_mutex.Hold()) return _isOpen; } }

    /// <summary>Opens it, and wakes all who wait. Opening it again changes nothing. Never blocks for long.</summary>
    public void Open()
    {
        using (_mutex.Hold())
        {
            _isOpen = true;                        // [open]
            _opened.Broadcast();                   // [wake] all: each of them can go through
        }
    }

    /// <summary>Goes through, sleeping while it is closed.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while it was closed.</exception>
    public void Wait(CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            while (!_isOpen)                       // [look] with the lock held
                _opened.Wait(cancel);              // [sleep] lets go of the lock only when it is in the queue
        }
    }

    /// <summary>Goes through, but sleeps no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait; an already cancelled one means: do not wait.</param>
    /// <returns>True when it was open, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was closed.</exception>
    public bool TryWait(TimeSpan timeout, CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            // Only Open wakes, and it stays open: one wait is enough, and there is no rest of the time to work out.
            if (!_isOpen) _opened.Wait(timeout, cancel);
            return _isOpen;
        }
    }
}
