namespace Workbook.Concurrency.Pools;

/// <summary>A job whose end goes into a future.</summary>
internal sealed class SubmittedJob<T>(Func<T> body) : Job
{
    private readonly Promise<T> _promise = new();

    public Future<T> Future => _promise.Future;

    public override void Run() => _promise.Run(body); // does nothing if it was cancelled while it was queued

    public override void Drop() => _promise.TrySetCanceled();
}
