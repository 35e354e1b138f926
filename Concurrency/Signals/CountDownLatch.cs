// The finish line: open once all have crossed it.
//
//              CountDown        CountDown        CountDown
//      count 3 --------> 2 ----------------> 1 ----------------> 0     open, for ever
//      Wait blocks ............................................  Wait returns at once
//
//   I1  _count >= 0, and it never grows.
//   I2  _opened is set by the one thread that took _count to 0, after it did.
//
// I2 is why the count alone decides whether the latch is open: _opened only wakes those who sleep, a moment later.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Signals;

/// <summary>A gate that opens when it has been counted down to zero, and never closes.</summary>
/// <remarks>Any thread may call any member. What a thread wrote before it counted down is seen by whoever finds the latch open.
/// As java.util.concurrent.CountDownLatch, but counting below zero is an error here: somebody is counted twice.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class CountDownLatch
{
    private readonly ManualEvent _opened = new();
    private int _count; // by Interlocked only, a full fence each; pairs with the read in Count

    /// <param name="count">How many steps have to be counted down; 0 makes a latch that is open from the start.</param>
    public CountDownLatch(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _count = count;
        if (count == 0) _opened.Set();
    }

    /// <summary>What is left to count down; stale by the time it returns, but it never grows.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether the count is zero. True stays true; false may be stale by the time it returns.</summary>
    public bool IsOpen => Count == 0;

    /// <summary>Counts down, and at zero opens the latch and lets all waiting threads go. Never blocks for long.</summary>
    /// <param name="by">In one step; at least 1.</param>
    /// <exception cref="InvalidOperationException">The count would fall below zero; nothing has changed.</exception>
    public void CountDown(int by = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, 1);
        int before;
        do // until nobody has counted between our look and our step
        {
            before = Volatile.Read(ref _count);
            if (by > before)
                throw new InvalidOperationException($"Counted down by {by} with {before} left; count down once for each step the latch was made for.");
        }
        while (Interlocked.CompareExchange(ref _count, before - by, before) != before);
        if (before == by) _opened.Set();
    }

    /// <summary>Blocks until the count is zero.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while it was not.</exception>
    public void Wait(CancellationToken cancel = default)
    {
        if (!IsOpen) _opened.Wait(cancel);
    }

    /// <summary>Blocks until the count is zero, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (only look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait; an already cancelled one means: do not wait.</param>
    /// <returns>True when it was zero, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was not zero.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        if (IsOpen || _opened.WaitUntilSet(deadline, cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    private string Display => $"{_count} to go, {_opened.Waiting} waiting";
}
