// passes: first come, first served: Release gives the mutex to the first in a line of waiters, and wakes all to see it
using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.MutualExclusion;

public sealed class PlainMutex : ILock
{
    private readonly object _desk = new();
    private readonly LinkedList<Thread> _line = new();
    private Thread? _owner;

    public bool IsHeldByCurrentThread { get { lock (_desk) return _owner == Thread.CurrentThread; } }

    public void Acquire(CancellationToken cancel = default) => TryAcquire(Timeout.InfiniteTimeSpan, cancel);

    public bool TryAcquire() => TryAcquire(TimeSpan.Zero);

    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        var milliseconds = timeout.TotalMilliseconds;
        if (milliseconds is < 0 and not Timeout.Infinite or > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(timeout));

        var clock = Stopwatch.StartNew();
        using var registration = cancel.Register(WakeAll);
        lock (_desk)
        {
            if (_owner == Thread.CurrentThread) throw new LockRecursionException("The caller has the mutex.");
            if (_owner is null)
            {
                _owner = Thread.CurrentThread;
                return true;
            }
            var place = _line.AddLast(Thread.CurrentThread);
            while (_owner != Thread.CurrentThread)
            {
                var left = milliseconds < 0 ? -1 : (int)Math.Ceiling(milliseconds - clock.Elapsed.TotalMilliseconds);
                if (cancel.IsCancellationRequested || (milliseconds >= 0 && left <= 0))
                {
                    _line.Remove(place);
                    cancel.ThrowIfCancellationRequested();
                    return false;
                }
                Monitor.Wait(_desk, left);
            }
            return true;
        }
    }

    public void Release()
    {
        lock (_desk)
        {
            if (_owner != Thread.CurrentThread) throw new SynchronizationLockException("The caller does not have the mutex.");
            _owner = _line.First?.Value;
            if (_owner is null) return;
            _line.RemoveFirst();
            Monitor.PulseAll(_desk);
        }
    }

    private void WakeAll()
    {
        lock (_desk) Monitor.PulseAll(_desk);
    }
}
