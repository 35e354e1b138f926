using Workbook.Explorer.Verdicts;

namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>Scenarios that pass for the library must fail for versions with one mistake each; otherwise they would prove nothing.</summary>
public sealed class ExploredMutants
{
    [Fact]
    public void A_wait_without_a_loop_is_found()
    {
        var failure = Explored.Fails(() =>
        {
            var queue = new LooksOnceQueue();
            Together.Run(() => queue.Take(), () => queue.Take(), () =>
            {
                queue.Put(1);
                queue.Put(2);
            });
        });
        Assert.Equal(FailureKind.Exception, failure.Kind);
        Assert.IsType<InvalidOperationException>(failure.Exception);
    }

    [Fact]
    public void A_wakeup_of_the_wrong_kind_is_found()
    {
        var failure = Explored.Fails(() =>
        {
            var queue = new WakesTheWrongOneQueue();
            Together.Run(queue.Take, queue.Take, () =>
            {
                queue.Put();
                queue.Put();
            });
        });
        Assert.True(failure.Kind is FailureKind.LostWakeup or FailureKind.PartialDeadlock, $"{failure}");
    }

    [Fact]
    public void A_permit_that_is_lost_on_a_timeout_is_found()
    {
        var failure = Explored.Fails(() =>
        {
            var (permits, taken) = (new ForgetsHandOverSemaphore(), false);
            Together.Run(() => taken = permits.TryAcquire(TimeSpan.FromMilliseconds(1)), permits.Release);
            Assert.NotEqual(taken, permits.TryAcquire(TimeSpan.Zero));
        });
        Assert.Equal(FailureKind.Assertion, failure.Kind);
    }

    [Fact]
    public void A_mutex_that_an_interrupted_wait_keeps_is_found()
    {
        var failure = Explored.Fails(() =>
        {
            var permits = new KeepsTheMutexSemaphore();
            var waiter = Together.Start("waiter", () =>
            {
                try { permits.Acquire(); }
                catch (ThreadInterruptedException) { }
            });
            waiter.Interrupt();
            permits.Release();
            waiter.Join();
        });
        Assert.True(failure.Kind is FailureKind.LostWakeup or FailureKind.PartialDeadlock, $"{failure}");
    }

    [Fact]
    public void A_lock_that_looks_and_takes_in_two_steps_is_found()
    {
        var failure = Explored.Fails(() =>
        {
            var (@lock, entries) = (new LooksThenTakesLock(), 0);
            Together.Run(Enter, Enter);
            Assert.Equal(2, entries);

            void Enter()
            {
                @lock.Acquire();
                entries++;
                @lock.Release();
            }
        });
        Assert.Equal(FailureKind.Assertion, failure.Kind);
    }

    [Fact]
    public void An_item_that_is_published_before_it_is_written_is_found()
    {
        var failure = Explored.Fails(() =>
        {
            var (ring, seen) = (new PublishesFirstRing(), (int?)null);
            Together.Run(() => ring.Put(7), () => seen = ring.Take());
            Assert.True(seen is null or 7);
        });
        Assert.Equal(FailureKind.Assertion, failure.Kind);
    }

    [Fact]
    public void A_wakeup_that_falls_between_look_and_sleep_is_found()
    {
        var failure = Explored.Fails(() =>
        {
            var parker = new ChecksOutsideParker();
            Together.Run(parker.Park, parker.Unpark);
        });
        Assert.True(failure.Kind is FailureKind.LostWakeup or FailureKind.PartialDeadlock, $"{failure}");
    }

    [Fact]
    public void A_reader_that_checks_before_it_publishes_is_found()
    {
        var failure = Explored.Fails(() =>
        {
            var (@lock, data) = (new ChecksBeforePublishingLock(), 0);
            Together.Run(
                () =>
                {
                    if (!@lock.TryAcquireRead()) return;
                    var before = data;
                    Assert.Equal(before, data);
                    @lock.ReleaseRead();
                },
                () =>
                {
                    if (!@lock.TryAcquire()) return;
                    data++;
                    @lock.Release();
                });
        });
        Assert.True(failure.Kind is FailureKind.Assertion or FailureKind.Race, $"{failure}");
    }
}
