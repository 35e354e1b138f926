namespace Workbook.Concurrency.Locks;

/// <summary>Mutual exclusion: at most one thread holds the lock, and only that thread may release it.</summary>
/// <remarks>
/// Any thread may call any member. What a thread wrote before it released is seen by the one that acquires next.
/// A plain lock refuses a second acquire by its holder, which would otherwise wait for itself for ever;
/// a reentrant lock counts it instead. An already cancelled token means: do not wait.
/// </remarks>
public interface ILock
{
    /// <summary>Whether the calling thread holds the lock. No other thread can change the answer.</summary>
    bool IsHeldByCurrentThread { get; }

    /// <summary>Blocks until the lock is free, and takes it.</summary>
    /// <exception cref="LockRecursionException">The calling thread holds this plain lock already; nothing has
    /// changed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held it; it was not taken.</exception>
    void Acquire(CancellationToken cancel = default);

    /// <summary>Takes the lock if it is free now. Never blocks.</summary>
    /// <exception cref="LockRecursionException">The calling thread holds this plain lock already; nothing has
    /// changed.</exception>
    bool TryAcquire();

    /// <summary>Takes the lock, but does not wait for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>True when taken, false when the time was over first.</returns>
    /// <exception cref="LockRecursionException">The calling thread holds this plain lock already; nothing has
    /// changed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held it; it was not taken.</exception>
    bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default);

    /// <summary>Gives the lock back. Never blocks for long.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold it; nothing has changed.</exception>
    void Release();
}
