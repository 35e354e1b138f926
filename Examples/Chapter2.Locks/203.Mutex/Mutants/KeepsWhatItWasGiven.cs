// fails: a cancelled wait ends, and leaves nothing behind
// Release hands the mutex to the first in the line; if that one is cancelled just then, it leaves, and nobody gets it ever again.
using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.MutualExclusion;

public sealed class PlainMutex : ILock
{
    private readonly object _monitor = new();
    private readonly LinkedList<Thread> _line = new();
    private Thread? _owner;

    public bool IsHeldByCurrentThread { get { lock (_monitor) return _owner == Thread.CurrentThread; } }

    public void Acquire(CancellationToken cancel = default) => TryAcquire(Timeout.InfiniteTimeSpan, cancel);

    public bool TryAcquire() => TryAcquire(TimeSpan.Zero);

    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        var isForEver = timeout == Timeout.InfiniteTimeSpan;
        if (!isForEver && (timeout < TimeSpan.Zero || timeout.TotalMilliseconds > int.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(timeout));
        var start = Stopwatch.GetTimestamp();
        using var wake = cancel.Register(WakeAll);
        lock (_monitor)
        {
            if (_owner == Thread.CurrentThread) throw new LockRecursionException();
            if (_owner is null)
            {
                _owner = Thread.CurrentThread;
                return true;
            }
            var place = _line.AddLast(Thread.CurrentThread);
            while (true)
            {
                var left = isForEver ? -1 : Math.Ceiling((timeout - Stopwatch.GetElapsedTime(start)).TotalMilliseconds);
                if (cancel.IsCancellationRequested || (!isForEver && left <= 0))
                {
                    if (place.List is not null) _line.Remove(place);
                    cancel.ThrowIfCancellationRequested();
                    return false;
                }
                Monitor.Wait(_monitor, (int)left);
                if (_owner == Thread.CurrentThread && !cancel.IsCancellationRequested) return true;
            }
        }
    }

    public void Release()
    {
        lock (_monitor)
        {
            if (_owner != Thread.CurrentThread) throw new SynchronizationLockException();
            _owner = _line.First?.Value;
            if (_owner is null) return;
            _line.RemoveFirst();
            Monitor.PulseAll(_monitor);
        }
    }

    private void WakeAll() { lock (_monitor) Monitor.PulseAll(_monitor); }
}
