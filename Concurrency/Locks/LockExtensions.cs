namespace Workbook.Concurrency.Locks;

/// <summary>The <c>using</c> forms of all locks.</summary>
public static class LockExtensions
{
    /// <summary>Acquires the lock, blocking, and releases it at the end of the <c>using</c> block.</summary>
    /// <exception cref="LockRecursionException">The calling thread holds this plain lock already.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held it; it was not taken.</exception>
    public static HeldLock Hold(this ILock @lock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(@lock);
        @lock.Acquire(cancel);
        return new HeldLock(@lock);
    }

    /// <summary>Comes in as a reader, blocking, and goes out at the end of the <c>using</c> block.</summary>
    /// <exception cref="LockRecursionException">The calling thread is the writer.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before it could come in.</exception>
    public static HeldRead HoldRead(this IReadersWriterLock @lock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(@lock);
        @lock.AcquireRead(cancel);
        return new HeldRead(@lock);
    }
}
