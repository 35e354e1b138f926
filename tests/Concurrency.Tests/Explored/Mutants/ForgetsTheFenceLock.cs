namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>Wrong: as the lock whose readers pay nothing, but its writer does not make the readers' processors show what they have
/// written. On paper, where a write is seen at once, it is right.</summary>
internal sealed class ForgetsTheFenceLock
{
    private int _reader, _hasWriter; // by Volatile and Interlocked

    public bool TryAcquireRead()
    {
        Volatile.Write(ref _reader, 1);                       // [publish]
        if (Volatile.Read(ref _hasWriter) == 0) return true;  // [check]
        Volatile.Write(ref _reader, 0);
        return false;
    }

    public bool TryAcquire(bool forgets)
    {
        Interlocked.Exchange(ref _hasWriter, 1);                   // [revoke]
        if (!forgets) Interlocked.MemoryBarrierProcessWide();      // [fence]
        if (Volatile.Read(ref _reader) == 0) return true;          // [scan]
        Volatile.Write(ref _hasWriter, 0);
        return false;
    }

    public void ReleaseRead() => Volatile.Write(ref _reader, 0);

    public void Release() => Volatile.Write(ref _hasWriter, 0);
}
