using Workbook.Concurrency.Semaphores;

namespace Workbook.Concurrency.Tests.Explored.Semaphores;

/// <summary>What every semaphore promises: never more inside than permits, and no permit lost.</summary>
internal static class SemaphoreScenarios
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    public static void With_one_permit_one_thread_is_inside(Func<int, int, ICountingSemaphore> make)
    {
        var (permits, entries) = (make(1, 1), 0); // plain: the semaphore orders the entries
        Together.Run(Enter, Enter);
        Assert.Equal(2, entries);
        Assert.Equal(1, permits.CurrentCount);

        void Enter()
        {
            permits.Acquire();
            entries++;
            permits.Release();
        }
    }

    public static void With_two_permits_two_of_three_are_inside(Func<int, int, ICountingSemaphore> make)
    {
        var (permits, inside) = (make(2, 2), 0);
        Together.Run(Enter, Enter, Enter);
        Assert.Equal(2, permits.CurrentCount);

        void Enter()
        {
            permits.Acquire();
            Assert.InRange(Interlocked.Increment(ref inside), 1, 2);
            Interlocked.Decrement(ref inside);
            permits.Release();
        }
    }

    public static void Releasing_two_wakes_two(Func<int, int, ICountingSemaphore> make)
    {
        var permits = make(0, 2);
        Together.Run(() => permits.Acquire(), () => permits.Acquire(), () => permits.Release(2));
        Assert.Equal(0, permits.CurrentCount);
    }

    public static void Two_releases_wake_two(Func<int, int, ICountingSemaphore> make)
    {
        var permits = make(0, 2);
        Together.Run(() => permits.Acquire(), () => permits.Acquire(), () =>
        {
            permits.Release();
            permits.Release();
        });
        Assert.Equal(0, permits.CurrentCount);
    }

    public static void A_wait_that_times_out_loses_no_permit(Func<int, int, ICountingSemaphore> make)
    {
        var (permits, taken) = (make(0, 1), false);
        Together.Run(() => taken = permits.TryAcquire(_short), () => permits.Release());
        Assert.NotEqual(taken, permits.TryAcquire());
    }

    public static void A_wait_that_times_out_takes_no_permit_from_one_that_stays(Func<int, int, ICountingSemaphore> make)
    {
        var permits = make(0, 2);
        Together.Run(
            () =>
            {
                if (permits.TryAcquire(_short)) permits.Release();
            },
            () => permits.Acquire(),
            () => permits.Release());
        Assert.Equal(0, permits.CurrentCount);
    }

    public static void A_cancelled_wait_loses_no_permit(Func<int, int, ICountingSemaphore> make)
    {
        var (permits, taken) = (make(0, 1), true);
        var source = new CancellationTokenSource();
        var waiter = Together.Start("waiter", () =>
        {
            try { permits.Acquire(source.Token); }
            catch (OperationCanceledException) { taken = false; }
        });
        source.Cancel();
        permits.Release();
        waiter.Join();
        Assert.NotEqual(taken, permits.TryAcquire());
    }

    public static void An_interrupted_wait_loses_no_permit(Func<int, int, ICountingSemaphore> make)
    {
        var (permits, taken) = (make(0, 1), true);
        var waiter = Together.Start("waiter", () =>
        {
            try { permits.Acquire(); }
            catch (ThreadInterruptedException) { taken = false; }
        });
        waiter.Interrupt();
        permits.Release();
        waiter.Join();
        Assert.NotEqual(taken, permits.TryAcquire());
    }
}
