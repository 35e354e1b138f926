using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.MutualExclusion;

/// <summary>A mutual-exclusion lock whose waiters sleep. It is not reentrant.</summary>
public sealed class PlainMutex : ILock
{
    private int _owner; // managed thread id, 0 = nobody

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => _owner == Environment.CurrentManagedThreadId;

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default)
    {
        // TODO: two threads may find it free before either has taken it; and who finds it taken must sleep, until it is free.
        while (!TryAcquire()) cancel.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public bool TryAcquire()
    {
        if (_owner != 0) return false;
        _owner = Environment.CurrentManagedThreadId;
        return true;
    }

    /// <inheritdoc/>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        // TODO: wait, for no longer than the timeout.
        return TryAcquire();
    }

    /// <inheritdoc/>
    public void Release()
    {
        // TODO: only the owner may do this, and someone may sleep until it is done.
        _owner = 0;
    }
}
