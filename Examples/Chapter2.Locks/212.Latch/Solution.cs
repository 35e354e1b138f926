// The finish line: closed until the last one is in.
//
//              CountDown        CountDown        CountDown
//      count 3 --------> 2 ----------------> 1 ----------------> 0     open, for ever
//      Wait sleeps .............................................  all are woken
//
// Whenever no thread holds _mutex:
//   I1  0 <= _count, and it never grows: once open, always open.
//   I2  Nobody sleeps who was not woken, once _count is 0.
//
// I2 holds because looking and falling asleep are one step for whoever counts down: Wait releases the mutex, nobody before it.
// The last one therefore comes either before the look, which then finds 0, or after the sleeper has lain down, and wakes him.
// It wakes all: what they wait for has come for each of them.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.Latches;

/// <summary>Opens when it has been counted down to zero, once, for everybody, also for those who come later.</summary>
/// <remarks>Any thread may call any member. What was written before a count down is seen by whoever is let through.</remarks>
[DebuggerDisplay("Count = {_count}")] // takes no lock
public sealed class FinishLine
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _opened;
    private int _count;

    /// <param name="runners">How many have to come in; 0 makes a line that is open from the start.</param>
    public FinishLine(int runners)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(runners);
        _count = runners;
        _opened = new ConditionVariable(_mutex);
    }

    /// <summary>How many are still to come; it never grows.</summary>
    public int Count { get { using (_mutex.Hold()) return _count; } }

    /// <summary>One more is in. The last one opens the line and wakes all who wait.</summary>
    /// <exception cref="InvalidOperationException">All were in already; nothing has changed.</exception>
    public void CountDown()
    {
        using (_mutex.Hold())
        {
            if (_count == 0) throw new InvalidOperationException("All are in already; count down once for each runner.");
            _count--;                              // [in]
            if (_count == 0) _opened.Broadcast();  // [open] for all who wait; nobody will ever wait again
        }
    }

    /// <summary>Sleeps until all are in; returns at once when they are.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before.</exception>
    public void Wait(CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            while (_count > 0) _opened.Wait(cancel); // [wait]
        }
    }
}
