namespace Workbook.Concurrency.Pools;

/// <summary>A part of a job that may run at the same time as the rest of it, until the job joins it.</summary>
public sealed class Branch : ForkJoinJob
{
    private readonly Action _body;

    internal Branch(Action body) => _body = body;

    /// <summary>Returns once the branch has ended. Until then the worker runs what lies in its own deque, then what it can
    /// steal, and sleeps only when there is neither.</summary>
    /// <remarks>For the job that forked it; any number of times. What the branch wrote is seen by the caller then. An interrupt
    /// of the waiting thread is kept for its next wait.</remarks>
    /// <exception cref="Exception">What ended the branch, as it was thrown.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled before the branch began.</exception>
    /// <exception cref="InvalidOperationException">The caller is not the job that forked it; nothing has changed.</exception>
    public void Join() => JoinHere();

    private protected override void RunBody() => _body();
}
