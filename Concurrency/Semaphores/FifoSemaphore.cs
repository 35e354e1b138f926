// Permits are handed over, from the one who releases to the one who has waited longest:
//
//                    Acquire: count--                      Acquire: joins the queue
//      count > 0  ---------------------->   count = 0   ------------------------------->  count = 0
//      nobody     <----------------------   nobody      <-------------------------------  n >= 1 in the queue
//      waits         Release: count++       waits          Release: the first one goes,
//                                                          the count stays 0  [hand over]
//
//   I1  0 <= _count <= maximum.
//   I2  Nobody waits while _count > 0.
//   I3  A waiter is signalled exactly when it is given a permit; it has nothing left to check.
//
// I2 makes it fair: a newcomer finds _count = 0 while others wait, and queues up behind them. It is also the price: a permit that was
// handed over lies idle until its new owner has woken up, tens of microseconds; see BargingSemaphore.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Semaphores;

/// <summary>A semaphore that serves its waiters in the order in which they came; nobody barges in.</summary>
/// <remarks>No waiter starves as long as permits are released. The order is that of arrival at the semaphore's own mutex,
/// which itself is not fair: threads that arrive within the same microsecond may swap places.
/// Herlihy and Shavit, The Art of Multiprocessor Programming, ch. 8; Downey, The Little Book of Semaphores, ch. 4.3 (strong semaphores).</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class FifoSemaphore : ICountingSemaphore
{
    private readonly int _maximum;

    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly WaitQueue _waiters;
    private int _count;

    /// <param name="initial">Permits that are free at first, 0 to <paramref name="maximum"/>.</param>
    /// <param name="maximum">The most that may ever be free, at least 1.</param>
    public FifoSemaphore(int initial, int maximum = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(initial);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initial, maximum);
        (_count, _maximum) = (initial, maximum);
        _waiters = new WaitQueue(_mutex);
    }

    /// <inheritdoc/>
    public int CurrentCount => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default)
    {
        if (!TryAcquire(Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
    }

    /// <inheritdoc/>
    public bool TryAcquire()
    {
        _mutex.Acquire();
        var taken = _count > 0;
        if (taken) _count--;
        _mutex.Release();
        return taken;
    }

    /// <inheritdoc/>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (TryAcquire(Deadline.After(timeout), cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <inheritdoc/>
    public void Release(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _mutex.Acquire();
        Debug.Assert(_count == 0 || _waiters.IsEmpty, "I2");
        var fits = count <= _maximum - _count;
        if (fits)
        {
            for (; count > 0 && _waiters.Dequeue() is { } next; count--) next.Signal(); // [hand over] never counted, so nobody can barge
            _count += count;
        }
        _mutex.Release();
        if (!fits) throw new SemaphoreFullException($"Release beyond the maximum of {_maximum}; release once per acquire, and only after it.");
    }

    private bool TryAcquire(Deadline deadline, CancellationToken cancel)
    {
        _mutex.Acquire();
        Debug.Assert(_count >= 0 && _count <= _maximum, "I1");
        if (_count > 0)
        {
            _count--;
            _mutex.Release();
            return true;
        }
        var me = _waiters.Enqueue();
        _mutex.Release();
        // A permit handed over at the very moment in which we give up is accepted: true, and none is lost (WaitQueue, I2).
        return _waiters.Await(me, deadline, cancel);
    }

    private string Display => $"{_count} free, {_waiters.Count} waiting";
}
