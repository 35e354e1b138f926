// A plain lock, and a count of how often its holder has come in:
//
//      thread A         _mutex        _depth
//      Acquire          A's              1
//        Acquire        A's              2       a plain lock would wait for itself here
//        Release        A's              1       still A's
//      Release          free             0       now another may have it
//
//   I1  _depth >= 1 while _mutex is held, and 0 while it is free.
//   I2  Only the holder of _mutex touches _depth, so it needs no atomics.

using System.Diagnostics;

namespace Workbook.Concurrency.Locks;

/// <summary>A mutual-exclusion lock that its holder may acquire again, and must release as often.</summary>
/// <remarks>Waiters sleep; not fair. Convenient, and dearly bought: code that acquires again cannot rely on what the lock
/// protects being in order, for it may have been called from the middle of a change.
/// Dijkstra's semaphores had no owner and so no recursion; the counted form is that of Mesa's descendants (Java, .NET Monitor).</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class ReentrantLock : ILock
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private int _depth;

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => _mutex.IsHeldByCurrentThread;

    /// <summary>How often the calling thread has acquired the lock and not yet released it; 0 when it does not hold it.</summary>
    public int Depth => _mutex.IsHeldByCurrentThread ? _depth : 0;

    /// <summary>Blocks until the lock is free, and takes it; for its holder, counts one more and does not wait.</summary>
    /// <exception cref="OverflowException">Acquired more than <see cref="int.MaxValue"/> times; nothing has changed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held it; it was not taken.</exception>
    public void Acquire(CancellationToken cancel = default)
    {
        if (!_mutex.IsHeldByCurrentThread) _mutex.Acquire(cancel);
        CountOne();
    }

    /// <summary>Takes the lock if it is free now, or if the calling thread holds it already. Never blocks.</summary>
    /// <exception cref="OverflowException">Acquired more than <see cref="int.MaxValue"/> times; nothing has changed.</exception>
    public bool TryAcquire()
    {
        if (!_mutex.IsHeldByCurrentThread && !_mutex.TryAcquire()) return false;
        CountOne();
        return true;
    }

    /// <summary>Takes the lock, but does not wait for longer than <paramref name="timeout"/>; its holder does not wait at all.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>True when taken, false when the time was over first.</returns>
    /// <exception cref="OverflowException">Acquired more than <see cref="int.MaxValue"/> times; nothing has changed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held it; it was not taken.</exception>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        _ = Threads.Deadline.After(timeout); // refuses a bad timeout for the holder too
        if (!_mutex.IsHeldByCurrentThread && !_mutex.TryAcquire(timeout, cancel)) return false;
        CountOne();
        return true;
    }

    /// <summary>Takes back one acquire; the last one gives the lock back. Never blocks for long.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold it; nothing has changed.</exception>
    public void Release()
    {
        if (!_mutex.IsHeldByCurrentThread) Misuse.ReleaseByNonOwner();
        Debug.Assert(_depth >= 1, "I1");
        if (--_depth == 0) _mutex.Release();
    }

    private void CountOne()
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread, "I2");
        _depth = checked(_depth + 1);
    }

    private string Display => _depth is var depth and not 0 ? $"acquired {depth} times" : "free";
}
