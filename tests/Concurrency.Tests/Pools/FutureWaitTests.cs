using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Tests.Signals;

namespace Workbook.Concurrency.Tests.Pools;

public sealed class FutureWaitTests : WaitContract<Promise<int>>
{
    protected override Promise<int> Closed() => new();

    protected override void Open(Promise<int> signal) => signal.SetResult(7);

    protected override void Wait(Promise<int> signal, CancellationToken cancel) => signal.Future.Wait(cancel);

    protected override bool Wait(Promise<int> signal, TimeSpan timeout, CancellationToken cancel) =>
        signal.Future.Wait(timeout, cancel);
}

public sealed class FutureJoinTests : WaitContract<Promise<int>>
{
    protected override Promise<int> Closed() => new();

    protected override void Open(Promise<int> signal) => signal.SetResult(7);

    protected override void Wait(Promise<int> signal, CancellationToken cancel) => signal.Future.Join(cancel);

    protected override bool Wait(Promise<int> signal, TimeSpan timeout, CancellationToken cancel) =>
        signal.Future.Join(timeout, cancel);
}

public sealed class FutureResultTests : WaitContract<Promise<int>>
{
    protected override Promise<int> Closed() => new();

    protected override void Open(Promise<int> signal) => signal.SetResult(7);

    protected override void Wait(Promise<int> signal, CancellationToken cancel) => Assert.Equal(7, signal.Future.Result(cancel));

    protected override bool Wait(Promise<int> signal, TimeSpan timeout, CancellationToken cancel)
    {
        var isThere = signal.Future.TryResult(out var result, timeout, cancel);
        Assert.Equal(isThere ? 7 : 0, result);
        return isThere;
    }
}

public sealed class FuturesWaitAllTests : WaitContract<Promise<int>>
{
    protected override Promise<int> Closed() => new();

    protected override void Open(Promise<int> signal) => signal.SetResult(7);

    protected override void Wait(Promise<int> signal, CancellationToken cancel) =>
        Futures.WaitAll([FutureTests.Ended(1), signal.Future], cancel);

    protected override bool Wait(Promise<int> signal, TimeSpan timeout, CancellationToken cancel) =>
        Futures.WaitAll([FutureTests.Ended(1), signal.Future], timeout, cancel);
}
