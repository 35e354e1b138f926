// One word says who holds the mutex, and the monitor lets all others sleep until the word is 0 again:
//
//      _owner        0 ------- Acquire -------> 7                another thread: sleeps while it is not 0
//                    0 <------ Release -------- 7                by thread 7 only; wakes one sleeper
//
//   I1  _owner leaves 0 only in TryAcquire, to the id of the calling thread, and goes back only in Release, by that thread.
//   I2  If _owner is 0 and threads sleep, one of them has been woken and is on its way.
//
// The monitor itself is held for some instructions at a time; what is held for long is the word. That is why a wait for the mutex
// can have a timeout and a thread can be told that it is not the owner: both are questions about the word.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.MutualExclusion;

/// <summary>A mutual-exclusion lock whose waiters sleep. It is not reentrant.</summary>
[DebuggerDisplay("Owner = {_owner}")] // takes no lock; 0 = free
public sealed class PlainMutex : ILock
{
    private readonly object _monitor = new(); // guards:
    private int _owner; // managed thread id, 0 = nobody

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread { get { lock (_monitor) return _owner == Environment.CurrentManagedThreadId; } }

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default) => TryAcquire(Timeout.InfiniteTimeSpan, cancel);

    /// <inheritdoc/>
    public bool TryAcquire() => TryAcquire(TimeSpan.Zero);

    /// <inheritdoc/>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromMilliseconds(int.MaxValue));
        }
        var start = Stopwatch.GetTimestamp();
        using var wake = cancel.Register(WakeAll); // outside the monitor: disposing it waits for a running callback
        lock (_monitor)
        {
            if (_owner == Environment.CurrentManagedThreadId)
                throw new LockRecursionException("This thread holds the mutex and would wait for itself; release it first.");
            while (_owner != 0)                // [look] again after each wake-up: another thread may have been faster
            {
                cancel.ThrowIfCancellationRequested();
                var left = Left(timeout, start);
                if (left == 0) return false;
                Monitor.Wait(_monitor, left);  // [wait]
            }
            _owner = Environment.CurrentManagedThreadId; // [take]
            return true;
        }
    }

    /// <inheritdoc/>
    public void Release()
    {
        lock (_monitor)
        {
            if (_owner != Environment.CurrentManagedThreadId)
                throw new SynchronizationLockException(
                    "Release by a thread that does not hold the mutex; let the thread that acquired it do that.");
            _owner = 0;
            Monitor.Pulse(_monitor);           // one: only one can have it
        }
    }

    // In milliseconds, rounded up: a wait for 0 of them, with some time left, would be a spin.
    private static int Left(TimeSpan timeout, long start) => timeout == Timeout.InfiniteTimeSpan
        ? Timeout.Infinite
        : (int)Math.Max(0, Math.Ceiling((timeout - Stopwatch.GetElapsedTime(start)).TotalMilliseconds));

    private void WakeAll() { lock (_monitor) Monitor.PulseAll(_monitor); }
}
