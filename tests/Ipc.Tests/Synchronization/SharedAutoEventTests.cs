using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.Tests.Synchronization;

public sealed class SharedAutoEventTests : SynchronizationTests
{
    [Fact]
    public void A_set_lets_one_pass_and_is_remembered_once()
    {
        using var turnstile = SharedAutoEvent.CreateAnonymous(set: true);
        Assert.True(turnstile.IsSet);
        turnstile.Set(); // changes nothing
        Assert.True(turnstile.Wait(TimeSpan.Zero, Cancelled));
        Assert.False(turnstile.IsSet);
        NotEarlierThan(TimeSpan.FromMilliseconds(30), () => Assert.False(turnstile.Wait(TimeSpan.FromMilliseconds(30))));
        turnstile.Set();
        turnstile.Reset();
        Assert.False(turnstile.Wait(TimeSpan.Zero));
        Assert.Throws<OperationCanceledException>(() => turnstile.Wait(Cancelled));
    }

    [Fact]
    public void Each_set_that_finds_it_unset_lets_one_waiter_go()
    {
        using var turnstile = SharedAutoEvent.CreateAnonymous();
        var passed = 0;
        var waiters = Enumerable.Range(0, 3).Select(_ => Start(() =>
        {
            turnstile.Wait();
            Interlocked.Increment(ref passed);
        })).ToArray();
        for (var set = 1; set <= 3; set++)
        {
            turnstile.Set();
            Until(() => Volatile.Read(ref passed) == set, $"{set} have passed");
            Assert.False(turnstile.IsSet);
        }
        End(waiters);
    }
}
