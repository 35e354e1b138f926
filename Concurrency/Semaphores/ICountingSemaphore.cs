namespace Workbook.Concurrency.Semaphores;

/// <summary>A number of permits: whoever takes one may go on, whoever finds none waits until one is given back.</summary>
/// <remarks>
/// Any thread may call any member. A permit has no owner: one thread may release what another acquired, which is what
/// makes a semaphore more than a lock, and its misuse harder to find. What a thread wrote before it released is seen by
/// the one that acquires that permit. Dijkstra, Over de sequentialiteit van procesbeschrijvingen (EWD35), 1962, and
/// Cooperating Sequential Processes (EWD123), 1965: Acquire is his P, Release his V.
/// </remarks>
public interface ICountingSemaphore
{
    /// <summary>The permits that are free now; stale by the time it returns, so good for a display and for nothing else.</summary>
    int CurrentCount { get; }

    /// <summary>Takes a permit, blocking until there is one.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while there was none; no permit was taken.</exception>
    void Acquire(CancellationToken cancel = default);

    /// <summary>Takes a permit if one is free now. Never blocks for long.</summary>
    bool TryAcquire();

    /// <summary>Takes a permit, but does not wait for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait; an already cancelled one means: do not wait.</param>
    /// <returns>True with a permit, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while there was none; no permit was taken.</exception>
    bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default);

    /// <summary>Gives back <paramref name="count"/> permits in one step, waking as many waiters. Never blocks for long.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="SemaphoreFullException">More permits would be free than the maximum; nothing has changed.</exception>
    void Release(int count = 1);
}
