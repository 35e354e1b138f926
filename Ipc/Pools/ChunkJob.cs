using Workbook.Concurrency.Pools;

namespace Workbook.Ipc.Pools;

/// <summary>A call for each of several items. One that fails does not stop those after it.</summary>
internal sealed class ChunkJob<T>(PoolMethod method, int count, JobArguments arguments) : PoolJob(method, count, arguments)
{
    private readonly Promise<ItemOutcome<T>[]> _promise = new();

    /// <summary>Succeeds with the outcome of each item, whatever that is; cancelled if the items were dropped.</summary>
    public Future<ItemOutcome<T>[]> Future => _promise.Future;

    public override bool IsDone => Future.IsDone;

    public override void Complete(ReadOnlySpan<byte> outcomes)
    {
        var all = new ItemOutcome<T>[Count];
        var rest = new FrameCursor(outcomes);
        for (var i = 0; i < all.Length; i++) all[i] = ItemOutcome<T>.Read(rest.ReadBytes(), Method.ReturnType);
        _promise.TrySetResult(all);
    }

    public override void Fail(Exception failure)
    {
        var all = new ItemOutcome<T>[Count];
        Array.Fill(all, new(default!, failure));
        _promise.TrySetResult(all);
    }

    public override void Cancel() => _promise.TrySetCanceled();

    protected override bool TryStart() => _promise.TryStart();
}
