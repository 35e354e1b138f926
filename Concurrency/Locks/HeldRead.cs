namespace Workbook.Concurrency.Locks;

/// <summary>The stay as a reader for the length of a <c>using</c> block: <c>using (table.HoldRead()) { ... }</c></summary>
public readonly ref struct HeldRead
{
    private readonly IReadersWriterLock? _lock;

    internal HeldRead(IReadersWriterLock held) => _lock = held;

    /// <summary>Goes out, also when the block ends by an exception.</summary>
    public void Dispose() => _lock?.ReleaseRead();
}
