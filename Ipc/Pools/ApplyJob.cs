using Workbook.Concurrency.Pools;

namespace Workbook.Ipc.Pools;

/// <summary>One call.</summary>
internal sealed class ApplyJob<T>(PoolMethod method, JobArguments arguments) : PoolJob(method, 1, arguments)
{
    private readonly Promise<T> _promise = new();

    public Future<T> Future => _promise.Future;

    public override bool IsDone => Future.IsDone;

    public override void Complete(ReadOnlySpan<byte> outcomes)
    {
        var outcome = ItemOutcome<T>.Read(new FrameCursor(outcomes).ReadBytes(), Method.ReturnType);
        if (outcome.Failure is null) _promise.TrySetResult(outcome.Value);
        else if (outcome.Failure is OperationCanceledException) _promise.TrySetCanceled();
        else _promise.TrySetException(outcome.Failure);
    }

    public override void Fail(Exception failure) => _promise.TrySetException(failure);

    public override void Cancel() => _promise.TrySetCanceled();

    protected override bool TryStart() => _promise.TryStart();
}
