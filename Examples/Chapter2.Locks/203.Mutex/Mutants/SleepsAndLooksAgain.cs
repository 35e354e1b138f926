// fails: a waiter sleeps until it is woken
// Sleeps for a millisecond and looks again: late when the mutex is free at once, and awake all the time when it is not.
using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.MutualExclusion;

public sealed class PlainMutex : ILock
{
    private int _owner;

    public bool IsHeldByCurrentThread => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    public void Acquire(CancellationToken cancel = default)
    {
        while (!TryAcquire())
        {
            cancel.ThrowIfCancellationRequested();
            Thread.Sleep(1);
        }
    }

    public bool TryAcquire()
    {
        if (IsHeldByCurrentThread) throw new LockRecursionException();
        return Interlocked.CompareExchange(ref _owner, Environment.CurrentManagedThreadId, 0) == 0;
    }

    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (timeout != Timeout.InfiniteTimeSpan && (timeout < TimeSpan.Zero || timeout.TotalMilliseconds > int.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(timeout));
        var start = Stopwatch.GetTimestamp();
        while (!TryAcquire())
        {
            cancel.ThrowIfCancellationRequested();
            if (timeout != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(start) >= timeout) return false;
            Thread.Sleep(1);
        }
        return true;
    }

    public void Release()
    {
        if (!IsHeldByCurrentThread) throw new SynchronizationLockException();
        Volatile.Write(ref _owner, 0);
    }
}
