using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled.Tasks;

public class MoreTaskTests
{
    [Fact]
    public void Value_tasks_yields_and_configured_awaits() => Holds(() =>
    {
        static async ValueTask<int> One()
        {
            await Task.Yield();
            return 1;
        }
        static async Task<int> Two() => await One().AsTask().ConfigureAwait(false) + await One();
        Assert.Equal(2, Two().Result);
    });

    [Fact]
    public void A_delay_and_a_timeout() => Holds(() =>
    {
        static async Task<string> Either(Task task)
        {
            try
            {
                await task.WaitAsync(TimeSpan.FromMilliseconds(10));
                return "in time";
            }
            catch (TimeoutException) { return "too late"; }
        }
        var told = Either(Task.Delay(5)).Result;
        Assert.True(told is "in time" or "too late");
    });

    [Fact]
    public void Continuations_by_hand() => Holds(() =>
    {
        var log = "";
        var task = Task.Run(() => { log += "a"; }).ContinueWith(_ => { log += "b"; });
        task.Wait();
        Assert.Equal("ab", log);
        var failing = Task.Run(() => throw new InvalidOperationException("no"));
        Assert.Equal("no", failing.ContinueWith(t => t.Exception!.InnerException!.Message).Result);
    });

    [Fact]
    public void Exceptions_and_cancellation_are_as_on_the_platform() => Holds(() =>
    {
        using var source = new CancellationTokenSource();
        var token = source.Token;
        async Task Body()
        {
            await Task.Yield();
            token.ThrowIfCancellationRequested();
        }
        source.Cancel();
        var body = Body();
        var thrown = Assert.Throws<AggregateException>(() => body.Wait());
        Assert.IsType<TaskCanceledException>(thrown.InnerException);
        Assert.True(body.IsCanceled);
        var never = Task.Run(() => 1, token);
        Assert.Throws<AggregateException>(() => never.Wait());
        Assert.True(never.IsCanceled);
    });

    [Fact]
    public void A_promise_hands_over() => Holds(() =>
    {
        var promise = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var box = 0;
        var reader = Task.Run(async () => await promise.Task + box);
        box = 40;
        promise.SetResult(2);
        Assert.Equal(42, reader.Result);
    });

    [Fact]
    public void Work_is_queued_and_awaited_by_an_event() => Holds(() =>
    {
        var done = new ManualResetEventSlim();
        var x = 0;
        ThreadPool.QueueUserWorkItem(_ => { x = 1; done.Set(); });
        done.Wait();
        Assert.Equal(1, x);
    });

    private static void Holds(Action test)
    {
        var verdict = Workbook.Explorer.Explore.Test(test);
        Assert.True(verdict.Strength is Strength.Proved or Strength.HeldToBound, verdict.Describe());
    }
}
