using Workbook.Explorer.Verdicts;

namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>The scenarios of the async family must fail for versions with one mistake each.</summary>
public sealed class ExploredAsyncMutants
{
    [Fact]
    public void A_permit_that_is_lost_on_a_cancelled_wait_is_found()
    {
        var failure = Explored.Fails(async () =>
        {
            var (permits, source) = (new ForgetsHandOverAsyncSemaphore(), new CancellationTokenSource());
            var wait = permits.WaitAsync(source.Token);
            await Together.RunAsync(Together.Now(source.Cancel), Together.Now(permits.Release));
            var taken = await Together.Ends(wait);
            Assert.Equal(taken ? 0 : 1, permits.Count);
        });
        Assert.Equal(FailureKind.Assertion, failure.Kind);
    }

    [Fact]
    public void A_set_that_falls_between_look_and_wait_is_found()
    {
        var failure = Explored.Fails(async () =>
        {
            var gate = new LooksOutsideAsyncEvent();
            await Together.RunAsync(Together.Now(gate.Set), gate.WaitAsync);
        });
        Assert.True(failure.Kind is FailureKind.LostWakeup or FailureKind.PartialDeadlock or FailureKind.Deadlock, $"{failure}");
    }

    [Fact]
    public void A_factory_that_runs_twice_is_found()
    {
        var failure = Explored.Fails(async () =>
        {
            var runs = 0;
            var lazy = new StartsTwiceLazy(() => Task.FromResult(Interlocked.Increment(ref runs)));
            await Together.RunAsync(() => lazy.Value, () => lazy.Value);
            Assert.Equal(1, runs);
        });
        Assert.Equal(FailureKind.Assertion, failure.Kind);
    }
}
