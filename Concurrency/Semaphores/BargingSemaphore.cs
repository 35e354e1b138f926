// A count, and a condition that says "there may be one now":
//
//      waiter                    releaser            newcomer              _count
//      sleeps [wait]                                                         0
//                                _count++, Signal                            1
//      waking up ...                                 Acquire: _count--       0     <- barged in
//      looks again: 0, sleeps                                                0
//
//   I1  0 <= _count <= maximum.
//   I2  While _count > 0 and a thread sleeps, another one has been woken, and is on its way to [look].
//
// I2 holds because a release wakes as many as it has permits for. One that finds nothing has lost nothing: whoever took the
// permit gives it back, and wakes again.
//
// A woken waiter owns nothing yet; it must look again, in a loop. In exchange no permit is idle while a running thread wants it.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Semaphores;

/// <summary>A semaphore in which a newcomer may take a permit before a waiter that is just being woken.</summary>
/// <remarks>More throughput than <see cref="FifoSemaphore"/> under contention, no order, and a waiter may starve.
/// The textbook construction from a mutex and a condition: Hoare, Monitors, CACM 1974, with the loop of Lampson and Redell,
/// Experience with Processes and Monitors in Mesa, CACM 1980; Herlihy and Shavit, ch. 8.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class BargingSemaphore : ICountingSemaphore
{
    private readonly int _maximum;

    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _mayBeFree;
    private int _count;

    /// <param name="initial">Permits that are free at first, 0 to <paramref name="maximum"/>.</param>
    /// <param name="maximum">The most that may ever be free, at least 1.</param>
    public BargingSemaphore(int initial, int maximum = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(initial);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initial, maximum);
        (_count, _maximum) = (initial, maximum);
        _mayBeFree = new ConditionVariable(_mutex);
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
        var fits = count <= _maximum - _count;
        if (fits)
        {
            _count += count;
            for (; count > 0 && _mayBeFree.Waiting > 0; count--) _mayBeFree.Signal(); // one per permit: more would look in vain
        }
        _mutex.Release();
        if (!fits)
            throw new SemaphoreFullException($"Release beyond the maximum of {_maximum}; release once per acquire, after it.");
    }

    private bool TryAcquire(Deadline deadline, CancellationToken cancel)
    {
        using var held = _mutex.Hold(); // released also when an interrupt ends the wait: it comes out of it with the mutex
        Debug.Assert(_count >= 0 && _count <= _maximum, "I1");
        var taken = true;
        while (_count == 0 && taken) taken = _mayBeFree.Wait(deadline, cancel); // [look] [wait]
        if (taken) _count--;
        return taken;
    }

    private string Display => $"{_count} free, {_mayBeFree.Waiting} waiting";
}
