using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Tests.Explored.Locks;

/// <summary>What every lock promises. The counters are plain: were two threads inside together, or did the lock not order what they write,
/// it would be a race.</summary>
internal static class LockScenarios
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    public static void One_thread_at_a_time_is_inside(ILock @lock)
    {
        var entries = 0;
        Together.Run(Enter, Enter);
        Assert.Equal(2, entries);

        void Enter()
        {
            @lock.Acquire();
            Assert.True(@lock.IsHeldByCurrentThread);
            entries++;
            @lock.Release();
            Assert.False(@lock.IsHeldByCurrentThread);
        }
    }

    public static void Three_threads_get_in_one_after_the_other(ILock @lock)
    {
        var entries = 0;
        Together.Run(Enter, Enter, Enter);
        Assert.Equal(3, entries);

        void Enter()
        {
            @lock.Acquire();
            entries++;
            @lock.Release();
        }
    }

    public static void A_thread_that_comes_back_at_once_shuts_out_nobody_for_ever(ILock @lock)
    {
        var entries = 0;
        Together.Run(EnterTwice, EnterTwice);
        Assert.Equal(4, entries);

        void EnterTwice()
        {
            for (var i = 0; i < 2; i++)
            {
                @lock.Acquire();
                entries++;
                @lock.Release();
            }
        }
    }

    public static void TryAcquire_gets_in_alone_or_not_at_all(ILock @lock)
    {
        var (entries, refused) = (0, 0);
        Together.Run(Try, () =>
        {
            @lock.Acquire();
            entries++;
            @lock.Release();
        });
        Assert.Equal(2, entries + refused);
        Assert.True(@lock.TryAcquire()); // it was left free

        void Try()
        {
            if (!@lock.TryAcquire())
            {
                refused = 1;
                return;
            }
            entries++;
            @lock.Release();
        }
    }

    public static void A_wait_that_times_out_leaves_the_lock_to_the_others(ILock @lock)
    {
        var (entries, gaveUp) = (0, 0);
        Together.Run(Try, () =>
        {
            @lock.Acquire();
            entries++;
            @lock.Release();
        });
        Assert.Equal(2, entries + gaveUp);
        Assert.True(@lock.TryAcquire());

        void Try()
        {
            if (!@lock.TryAcquire(_short))
            {
                gaveUp = 1;
                return;
            }
            entries++;
            @lock.Release();
        }
    }

    public static void A_wait_that_times_out_in_the_line_holds_up_nobody_behind_it(ILock @lock)
    {
        var entries = 0;
        @lock.Acquire();
        var impatient = Together.Start("impatient", () =>
        {
            if (@lock.TryAcquire(_short)) @lock.Release();
        });
        var patient = Together.Start("patient", () =>
        {
            @lock.Acquire();
            entries++;
            @lock.Release();
        });
        @lock.Release();
        impatient.Join();
        patient.Join();
        Assert.Equal(1, entries);
    }

    public static void A_cancelled_wait_leaves_the_lock_to_the_others(ILock @lock)
    {
        var (entries, gaveUp) = (0, 0);
        var source = new CancellationTokenSource();
        @lock.Acquire();
        var waiter = Together.Start("waiter", () =>
        {
            try { @lock.Acquire(source.Token); }
            catch (OperationCanceledException)
            {
                gaveUp = 1;
                return;
            }
            entries++;
            @lock.Release();
        });
        source.Cancel();
        @lock.Release();
        waiter.Join();
        Assert.Equal(1, entries + gaveUp);
        Assert.True(@lock.TryAcquire());
    }

    public static void An_interrupted_wait_leaves_the_lock_to_the_others(ILock @lock)
    {
        var (entries, gaveUp) = (0, 0);
        @lock.Acquire();
        var waiter = Together.Start("waiter", () =>
        {
            try { @lock.Acquire(); }
            catch (ThreadInterruptedException)
            {
                gaveUp = 1;
                return;
            }
            entries++;
            @lock.Release();
        });
        waiter.Interrupt();
        @lock.Release();
        waiter.Join();
        Assert.Equal(1, entries + gaveUp);
        Assert.True(@lock.TryAcquire());
    }
}
