using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReentrantLocks;

/// <summary>A mutual-exclusion lock that its holder may acquire again, and must release as often.</summary>
/// <remarks>Any thread may call any member.</remarks>
public sealed class NestingLock
{
    private readonly ParkingMutex _lock = new();

    /// <summary>How often the calling thread has acquired it and not yet released it; 0 for everybody but the holder.</summary>
    public int Depth => _lock.IsHeldByCurrentThread ? 1 : 0;

    /// <summary>Blocks until no other thread holds the lock, and takes it; for its holder, counts one more and does not
    /// wait.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held it; nothing has changed.</exception>
    public void Acquire(CancellationToken cancel = default)
    {
        // TODO: its holder may come in again, and is refused here.
        _lock.Acquire(cancel);
    }

    /// <summary>Takes back one acquire; the last one lets others in.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold it; nothing has changed.</exception>
    public void Release()
    {
        // TODO: is this the last one?
        _lock.Release();
    }
}
