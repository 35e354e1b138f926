using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled;

public class CanceledWaitTests
{
    private static void Proved(Action test)
    {
        var verdict = Explore.Test(test);
        Assert.True(verdict.Strength == Strength.Proved, $"{verdict}\n{verdict.Timeline}");
        Assert.Empty(verdict.Races);
    }

    // Whether the wait was cancelled, when a release and a cancellation come at the same time.
    private static bool WaitWhileBothCome(SemaphoreSlim permits)
    {
        using var source = new CancellationTokenSource();
        Thread canceler = new(source.Cancel), releaser = new(() => permits.Release());
        canceler.Start();
        releaser.Start();
        var wasCanceled = false;
        try { permits.Wait(source.Token); }
        catch (OperationCanceledException e) when (e.CancellationToken == source.Token) { wasCanceled = true; }
        canceler.Join();
        releaser.Join();
        return wasCanceled;
    }

    [Fact]
    public void A_permit_is_taken_or_left_and_never_lost() => Proved(() =>
    {
        using var permits = new SemaphoreSlim(0);
        Assert.Equal(WaitWhileBothCome(permits) ? 1 : 0, permits.CurrentCount);
    });

    [Fact]
    public void The_wait_may_be_cancelled() => Assert.Equal(Strength.Failed, Explore.Test(() =>
    {
        using var permits = new SemaphoreSlim(0);
        Assert.False(WaitWhileBothCome(permits));
    }).Strength);

    [Fact]
    public void The_release_may_come_first() => Assert.Equal(Strength.Failed, Explore.Test(() =>
    {
        using var permits = new SemaphoreSlim(0);
        Assert.True(WaitWhileBothCome(permits));
    }).Strength);

    // Whether the work was done when the time was up.
    private static bool WorkWithALimit()
    {
        using var source = new CancellationTokenSource();
        using var done = new ManualResetEventSlim();
        Thread worker = new(done.Set);
        worker.Start();
        source.CancelAfter(50);
        var isDone = true;
        try { done.Wait(source.Token); }
        catch (OperationCanceledException) { isDone = false; }
        worker.Join();
        return isDone;
    }

    [Fact]
    public void CancelAfter_may_come_before_the_work_is_done() =>
        Assert.Equal(FailureKind.Assertion, Explore.Test(() => Assert.True(WorkWithALimit())).Failure!.Kind);

    [Fact]
    public void Or_not() => Assert.Equal(FailureKind.Assertion, Explore.Test(() => Assert.False(WorkWithALimit())).Failure!.Kind);

    [Fact]
    public void It_comes_at_most_once_and_not_after_it_was_called_off() => Proved(() =>
    {
        var calls = 0;
        var source = new CancellationTokenSource(10);
        var registration = source.Token.Register(() => Interlocked.Increment(ref calls));
        source.CancelAfter(Timeout.Infinite);
        registration.Dispose();
        var before = Volatile.Read(ref calls);
        Assert.True(before == 0 || source.IsCancellationRequested);
        source.Dispose();
        Assert.Equal(before, Volatile.Read(ref calls));
    });
}
