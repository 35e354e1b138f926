namespace Workbook.Ipc.Synchronization;

/// <summary>The hold on a <see cref="SharedMutex"/> for the length of a <c>using</c> block.</summary>
/// <remarks>A ref struct: it cannot outlive the method, cross an <c>await</c> or move to another thread, where the release
/// would fail.</remarks>
public readonly ref struct HeldSharedMutex
{
    private readonly SharedMutex? _mutex;

    internal HeldSharedMutex(SharedMutex mutex, AcquireResult result) => (_mutex, Result) = (mutex, result);

    /// <summary>Acquired or Abandoned.</summary>
    public AcquireResult Result { get; }

    /// <summary>Releases the lock, also when the block ends by an exception.</summary>
    public void Dispose() => _mutex?.Release();
}
