using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.Tests.Synchronization;

public sealed class SharedEventTests : SynchronizationTests
{
    [Fact]
    public void The_result_of_a_wait_is_the_flag()
    {
        using var signal = SharedEvent.CreateAnonymous();
        Assert.False(signal.IsSet);
        Assert.False(signal.Wait(TimeSpan.Zero));
        NotEarlierThan(TimeSpan.FromMilliseconds(50), () => Assert.False(signal.Wait(TimeSpan.FromMilliseconds(50))));
        signal.Set();
        signal.Set();
        Assert.True(signal.IsSet);
        Assert.True(signal.Wait(TimeSpan.Zero));
        signal.Wait();
        Assert.True(signal.Wait(TimeSpan.Zero, Cancelled)); // stays set, and no wait is needed
        signal.Reset();
        signal.Reset();
        Assert.False(signal.Wait(TimeSpan.Zero));
        using var set = SharedEvent.CreateAnonymous(set: true);
        Assert.True(set.IsSet);
        Assert.Equal("set", Shown(set));
    }

    [Fact]
    public void A_cancelled_wait_throws()
    {
        using var signal = SharedEvent.CreateAnonymous();
        Assert.Throws<OperationCanceledException>(() => signal.Wait(Cancelled));
        Assert.Throws<OperationCanceledException>(() => signal.Wait(Long, Cancelled));
        using var source = new CancellationTokenSource();
        var waiter = Start(() => signal.Wait(source.Token));
        UntilShown(signal, "awaited");
        source.Cancel();
        Fails<OperationCanceledException>(waiter);
    }

    [Fact]
    public void Set_lets_all_waiters_go_although_it_is_reset_at_once()
    {
        using var signal = SharedEvent.CreateAnonymous();
        using var came = new CountdownEvent(4);
        for (var round = 0; round < 50; round++)
        {
            came.Reset();
            var waiters = Enumerable.Range(0, 4).Select(_ => Start(() =>
            {
                came.Signal();
                signal.Wait();
            })).ToArray();
            came.Wait();
            // All have come, and at least one has looked; the others may be late, so one more set is theirs.
            UntilShown(signal, "awaited");
            signal.Set();
            signal.Reset();
            while (!waiters.All(waiter => waiter.Join(TimeSpan.FromMilliseconds(1))))
            {
                signal.Set();
                signal.Reset();
            }
        }
    }

    [Fact]
    public void A_waiter_that_was_let_go_passes_when_it_wakes_up_after_the_reset()
    {
        using var signal = SharedEvent.CreateAnonymous();
        var waiter = Start(() => signal.Wait());
        UntilShown(signal, "awaited"); // it has looked, and the number it saw is the one before the set
        signal.Set();
        signal.Reset();
        End(waiter);
        Assert.Equal("not set", Shown(signal));
    }
}
