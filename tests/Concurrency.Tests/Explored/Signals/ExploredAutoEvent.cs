using Workbook.Concurrency.Signals;

namespace Workbook.Concurrency.Tests.Explored.Signals;

public sealed class ExploredAutoEvent
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    [Fact]
    public void Two_threads_take_turns() => Explored.Holds(() =>
    {
        var (ping, pong, turns) = (new AutoEvent(), new AutoEvent(), 0);
        Together.Run(
            () =>
            {
                for (var i = 0; i < 2; i++)
                {
                    ping.Wait();
                    turns++;
                    pong.Set();
                }
            },
            () =>
            {
                for (var i = 0; i < 2; i++)
                {
                    ping.Set();
                    pong.Wait();
                    Assert.Equal(i + 1, turns);
                }
            });
    });

    [Fact]
    public void One_Set_lets_one_of_two_go() => Explored.Holds(() =>
    {
        var (turnstile, passed) = (new AutoEvent(), 0);
        Together.Run(Wait, Wait, turnstile.Set);
        Assert.Equal(1, passed + (turnstile.IsSet ? 1 : 0));

        void Wait()
        {
            if (turnstile.Wait(_short)) Interlocked.Increment(ref passed);
        }
    }, bound: 1);

    [Fact]
    public void A_Set_is_not_lost_on_a_wait_that_gives_up() => Explored.Holds(() =>
    {
        var (turnstile, passed) = (new AutoEvent(), false);
        Together.Run(() => passed = turnstile.Wait(_short), turnstile.Set);
        Assert.NotEqual(passed, turnstile.IsSet);
    });

    [Fact]
    public void A_Set_is_not_lost_on_a_wait_that_is_cancelled() => Explored.Holds(() =>
    {
        var (turnstile, passed) = (new AutoEvent(), true);
        var source = new CancellationTokenSource();
        var waiter = Together.Start("waiter", () =>
        {
            try { turnstile.Wait(source.Token); }
            catch (OperationCanceledException) { passed = false; }
        });
        source.Cancel();
        turnstile.Set();
        waiter.Join();
        Assert.NotEqual(passed, turnstile.IsSet);
    });

    [Fact]
    public void A_Set_is_not_lost_on_a_wait_that_is_interrupted() => Explored.Holds(() =>
    {
        var (turnstile, passed) = (new AutoEvent(), true);
        var waiter = Together.Start("waiter", () =>
        {
            try { turnstile.Wait(); }
            catch (ThreadInterruptedException) { passed = false; }
        });
        waiter.Interrupt();
        turnstile.Set();
        waiter.Join();
        Assert.NotEqual(passed, turnstile.IsSet);
    });
}
