namespace Workbook.Concurrency.Locks;

/// <summary>The hold on a lock for the length of a <c>using</c> block: <c>using (mutex.Hold()) { ... }</c></summary>
/// <remarks>A ref struct: it cannot outlive the method, cross an <c>await</c> or move to another thread, where the release
/// would fail.</remarks>
public readonly ref struct HeldLock
{
    private readonly ILock? _lock;

    internal HeldLock(ILock held) => _lock = held;

    /// <summary>Releases the lock, also when the block ends by an exception.</summary>
    public void Dispose() => _lock?.Release();
}
