using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.Futures;

/// <summary>What holds of a result that is not there yet.</summary>
public static class Scenarios
{
    [Scenario("who waits gets the result, whoever comes first")]
    public static void Waited()
    {
        var future = new SmallFuture<int>();
        Together.Run(("waits", () => Require.That(future.Result() == 7)), ("delivers", () => future.RunBody(() => 7)));
    }

    [Scenario("a callback is called once, however late it is registered")]
    public static void CalledOnce()
    {
        var (future, calls) = (new SmallFuture<int>(), 0);
        Together.Run(("registers", () => future.OnDone(_ => calls++)), ("delivers", () => future.RunBody(() => 7)));
        Require.That(calls == 1);
    }

    [Scenario("it is cancelled, or it starts")]
    public static void CancelledOrStarted()
    {
        var future = new SmallFuture<int>();
        var (cancelled, started) = (false, false);
        Together.Run(("cancels", () => cancelled = future.Cancel()), ("starts", () => started = future.TryStart()));
        Require.That(cancelled != started);
    }
}
