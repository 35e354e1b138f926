// fails: a release lets one of those who wait go on
// Called just when its time is over, it leaves and tells nobody: the mutex is free, and the next one in the line parks on.
using System.Collections.Concurrent;
using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Locks.MutualExclusion;

public sealed class PlainMutex : ILock
{
    private sealed class Waiter
    {
        public readonly Parker Parker = new();
        public int State; // 0 waits, 1 was called, 2 has left
    }

    private readonly ConcurrentQueue<Waiter> _line = new();
    private int _owner;

    public bool IsHeldByCurrentThread => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    public void Acquire(CancellationToken cancel = default) => TryAcquire(Timeout.InfiniteTimeSpan, cancel);

    public bool TryAcquire()
    {
        if (IsHeldByCurrentThread) throw new LockRecursionException();
        return Take();
    }

    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (timeout != Timeout.InfiniteTimeSpan && (timeout < TimeSpan.Zero || timeout.TotalMilliseconds > int.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(timeout));
        if (TryAcquire()) return true;

        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var me = new Waiter();
            _line.Enqueue(me);
            var isIn = Take(); // after lining up: from now on a release calls us
            var wasCalled = false;
            try
            {
                if (!isIn)
                {
                    wasCalled = me.Parker.Park(Left(timeout, start), cancel);
                    isIn = wasCalled && Take();
                }
            }
            finally { Interlocked.Exchange(ref me.State, 2); }
            if (isIn) return true;
            if (!wasCalled) return false;
        }
    }

    public void Release()
    {
        if (!IsHeldByCurrentThread) throw new SynchronizationLockException();
        Interlocked.Exchange(ref _owner, 0);
        CallNext();
    }

    private bool Take() => Interlocked.CompareExchange(ref _owner, Environment.CurrentManagedThreadId, 0) == 0;

    private void CallNext()
    {
        while (_line.TryDequeue(out var next))
        {
            if (Interlocked.CompareExchange(ref next.State, 1, 0) != 0) continue;
            next.Parker.Unpark();
            return;
        }
    }

    private static TimeSpan Left(TimeSpan timeout, long start)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return timeout;
        var left = timeout - Stopwatch.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
