using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReadersWriters;

/// <summary>A plain mutex for all: readers keep each other out too.</summary>
/// <param name="cancel">Ends every wait.</param>
public sealed class MutexGate(CancellationToken cancel) : IReadersWriterGate
{
    private readonly ParkingMutex _mutex = new();

    /// <inheritdoc/>
    public void EnterRead() => _mutex.Acquire(cancel);

    /// <inheritdoc/>
    public void LeaveRead() => _mutex.Release();

    /// <inheritdoc/>
    public void EnterWrite() => _mutex.Acquire(cancel);

    /// <inheritdoc/>
    public void LeaveWrite() => _mutex.Release();
}
