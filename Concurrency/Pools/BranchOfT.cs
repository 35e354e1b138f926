namespace Workbook.Concurrency.Pools;

/// <summary>A <see cref="Branch"/> that gives a result.</summary>
public sealed class Branch<T> : ForkJoinJob
{
    private readonly Func<T> _body;
    private T? _result; // written before the end, read after it: see I2 of the job

    internal Branch(Func<T> body) => _body = body;

    /// <summary>Returns the result once the branch has ended; waits and throws as <see cref="Branch.Join"/> does.</summary>
    /// <exception cref="Exception">What ended the branch, as it was thrown.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled before the branch began.</exception>
    /// <exception cref="InvalidOperationException">The caller is not the job that forked it; nothing has changed.</exception>
    public T Join()
    {
        JoinHere();
        return _result!;
    }

    private protected override void RunBody() => _result = _body();
}
