namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>Wrong: a reader looks for a writer before it makes itself known, and the writer looks for readers in between.</summary>
internal sealed class ChecksBeforePublishingLock
{
    private int _readers, _hasWriter; // by Volatile and Interlocked

    public bool TryAcquireRead()
    {
        if (Volatile.Read(ref _hasWriter) == 1) return false; // [check]
        Interlocked.Increment(ref _readers);                  // [publish]
        return true;
    }

    public bool TryAcquire()
    {
        Interlocked.Exchange(ref _hasWriter, 1);
        if (Volatile.Read(ref _readers) == 0) return true;
        Volatile.Write(ref _hasWriter, 0);
        return false;
    }

    public void ReleaseRead() => Interlocked.Decrement(ref _readers);

    public void Release() => Volatile.Write(ref _hasWriter, 0);
}
