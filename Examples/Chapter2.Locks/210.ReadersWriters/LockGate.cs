using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReadersWriters;

/// <summary>A readers-writer lock of the library.</summary>
/// <param name="rw">The lock.</param>
/// <param name="cancel">Ends every wait.</param>
public sealed class LockGate(IReadersWriterLock rw, CancellationToken cancel) : IReadersWriterGate
{
    /// <inheritdoc/>
    public void EnterRead() => rw.AcquireRead(cancel);

    /// <inheritdoc/>
    public void LeaveRead() => rw.ReleaseRead();

    /// <inheritdoc/>
    public void EnterWrite() => rw.Acquire(cancel);

    /// <inheritdoc/>
    public void LeaveWrite() => rw.Release();
}
