namespace Workbook.Concurrency.Locks;

/// <summary>Many readers at once, or one writer alone. The members of <see cref="ILock"/> are the writer's.</summary>
/// <remarks>
/// Any thread may call any member. A reader sees what every writer before it wrote, and a writer comes after all that the
/// readers before it read. The lock counts its readers and does not know them: a reader that asks for the writer's side
/// waits for itself, for ever, and nobody notices; release the reader's side first, and look again at what was read.
/// The names are those of C++'s <c>std::shared_mutex</c>, where the plain members are the exclusive ones too.
/// </remarks>
public interface IReadersWriterLock : ILock
{
    /// <summary>Blocks until no writer keeps it out, and comes in as a reader.</summary>
    /// <exception cref="LockRecursionException">The calling thread is the writer, and would wait for itself; nothing has changed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before it could come in.</exception>
    void AcquireRead(CancellationToken cancel = default);

    /// <summary>Comes in as a reader if that is possible now. Never blocks.</summary>
    /// <exception cref="LockRecursionException">The calling thread is the writer; nothing has changed.</exception>
    bool TryAcquireRead();

    /// <summary>Comes in as a reader, but does not wait for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>True when it came in, false when the time was over first.</returns>
    /// <exception cref="LockRecursionException">The calling thread is the writer, and would wait for itself; nothing has changed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before it could come in.</exception>
    bool TryAcquireRead(TimeSpan timeout, CancellationToken cancel = default);

    /// <summary>Goes out as a reader. Never blocks for long.</summary>
    /// <exception cref="SynchronizationLockException">No reader is inside; nothing has changed. A thread that is no reader while
    /// others are is not found out.</exception>
    void ReleaseRead();
}
