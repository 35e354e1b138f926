using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;
using ThreadState = System.Threading.ThreadState;

namespace Workbook.Concurrency.Tests.Locks;

/// <summary>What every lock promises, one sentence a test. A class per lock derives from it.</summary>
public abstract class LockContract
{
    private protected static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    private protected abstract ILock Create();

    /// <summary>Whether its holder may acquire it again.</summary>
    private protected virtual bool IsReentrant => false;

    /// <summary>Whether a thread that waits long sleeps; the others spin.</summary>
    private protected virtual bool WaitersSleep => false;

    private protected virtual string DisplayWhenFree => "free";

    private protected virtual string DisplayWhenHeld(int thread) => $"held by thread {thread}";

    [Theory]
    [InlineData(2, 20_000)]
    [InlineData(10, 500)] // more threads than cores: the holder loses its core inside
    public void No_two_threads_are_inside_at_once_and_no_update_is_lost(int threads, int rounds)
    {
        var @lock = Create();
        int inside = 0, most = 0;
        long plain = 0;
        var group = new ThreadGroup();
        for (var t = 0; t < threads; t++)
            group.Start($"incrementer {t}", () =>
            {
                for (var i = 0; i < rounds; i++)
                {
                    @lock.Acquire();
                    if (Interlocked.Increment(ref inside) > 1) most = 2;
                    plain++;
                    Interlocked.Decrement(ref inside);
                    @lock.Release();
                }
            }, background: true);
        group.End();
        Assert.Equal((0, (long)threads * rounds), (most, plain));
    }

    [Fact]
    public void What_was_written_before_the_release_is_seen_after_the_next_acquire()
    {
        var @lock = Create();
        int a = 0, b = 0, torn = 0; // plain: only the lock orders them
        void Work()
        {
            for (var i = 0; i < 5_000; i++)
                using (@lock.Hold())
                {
                    if (a != b) torn++;
                    a++;
                    b++;
                }
        }
        var group = new ThreadGroup();
        group.Start("first", Work, background: true);
        group.Start("second", Work, background: true);
        group.End();
        Assert.Equal((0, 10_000, 10_000), (torn, a, b));
    }

    [Fact]
    public void Acquire_waits_until_the_holder_releases()
    {
        var @lock = Create();
        @lock.Acquire();
        var released = false;
        var waiter = WorkerThread.Start("waiter", () =>
        {
            using (@lock.Hold()) Assert.True(Volatile.Read(ref released), "came in while the lock was held");
        }, background: true);
        UntilItWaits(waiter);
        Volatile.Write(ref released, true);
        @lock.Release();
        waiter.Ends();
    }

    [Fact]
    public void TryAcquire_takes_a_free_lock()
    {
        var @lock = Create();
        Assert.True(@lock.TryAcquire());
        Assert.True(@lock.IsHeldByCurrentThread);
        @lock.Release();
        Assert.True(@lock.TryAcquire(TimeSpan.Zero));
        @lock.Release();
        Assert.True(@lock.TryAcquire(Timeout.InfiniteTimeSpan));
        @lock.Release();
        Assert.True(@lock.TryAcquire(TimeSpan.FromMilliseconds(int.MaxValue)));
        @lock.Release();
    }

    [Fact]
    public void TryAcquire_returns_false_while_another_thread_holds_it() => WhileAnotherHolds(Create(), @lock =>
    {
        Assert.False(@lock.TryAcquire());
        Assert.False(@lock.TryAcquire(TimeSpan.Zero));
        Assert.False(@lock.IsHeldByCurrentThread);
    });

    [Fact]
    public void A_timed_acquire_returns_false_and_not_before_its_time() => WhileAnotherHolds(Create(), @lock =>
        Assert.False(Patience.NotEarlierThan(Short, () => @lock.TryAcquire(Short))));

    [Fact]
    public void A_timed_acquire_takes_the_lock_when_it_is_released_in_time()
    {
        var @lock = Create();
        @lock.Acquire();
        var waiter = WorkerThread.Start("waiter", () =>
        {
            Assert.True(@lock.TryAcquire(Patience.Long));
            @lock.Release();
        }, background: true);
        UntilItWaits(waiter);
        @lock.Release();
        waiter.Ends();
    }

    [Fact]
    public void A_cancelled_token_does_not_keep_a_thread_from_a_free_lock()
    {
        var @lock = Create();
        var cancelled = new CancellationToken(canceled: true);
        @lock.Acquire(cancelled);
        @lock.Release();
        Assert.True(@lock.TryAcquire(Patience.Long, cancelled));
        @lock.Release();
    }

    [Fact]
    public void A_cancelled_token_ends_an_acquire_of_a_held_lock_at_once() => WhileAnotherHolds(Create(), @lock =>
    {
        var cancelled = new CancellationToken(canceled: true);
        Assert.Equal(cancelled, Assert.Throws<OperationCanceledException>(() => @lock.Acquire(cancelled)).CancellationToken);
        Assert.Throws<OperationCanceledException>(() => @lock.TryAcquire(Timeout.InfiniteTimeSpan, cancelled));
        Assert.False(@lock.IsHeldByCurrentThread);
    });

    [Fact]
    public void Cancellation_ends_a_wait_and_those_behind_it_still_get_the_lock()
    {
        var @lock = Create();
        using var source = new CancellationTokenSource();
        @lock.Acquire();
        var impatient = WorkerThread.Start("impatient", () =>
            Assert.Throws<OperationCanceledException>(() => @lock.Acquire(source.Token)), background: true);
        UntilItWaits(impatient);
        var patient = WorkerThread.Start("patient", () => { using (@lock.Hold()) { } }, background: true);
        UntilItWaits(patient);
        source.Cancel();
        impatient.Ends(); // while the lock is still held
        @lock.Release();
        patient.Ends();
    }

    [Fact]
    public void A_waiter_whose_time_is_over_leaves_those_behind_it_their_place()
    {
        var @lock = Create();
        @lock.Acquire();
        var impatient = WorkerThread.Start("impatient", () => Assert.False(@lock.TryAcquire(Short * 3)), background: true);
        UntilItWaits(impatient);
        var patient = WorkerThread.Start("patient", () => { using (@lock.Hold()) { } }, background: true);
        impatient.Ends();
        @lock.Release();
        patient.Ends();
        Assert.True(@lock.TryAcquire()); // and it is free in the end
    }

    [Fact]
    public void In_a_storm_of_waits_given_up_no_wake_up_is_lost()
    {
        var @lock = Create();
        long plain = 0, taken = 0;
        var group = new ThreadGroup();
        for (var t = 0; t < 4; t++)
        {
            var seed = t;
            group.Start($"fickle {t}", () =>
            {
                var random = new Random(seed);
                for (var i = 0; i < 150; i++)
                {
                    using var source = new CancellationTokenSource();
                    var timeout = TimeSpan.FromMicroseconds(random.Next(0, 200));
                    if (random.Next(3) == 0) source.CancelAfter(timeout);
                    var got = false;
                    try { got = @lock.TryAcquire(random.Next(2) == 0 ? timeout : timeout + Short, source.Token); }
                    catch (OperationCanceledException) { }
                    Assert.Equal(got, @lock.IsHeldByCurrentThread);
                    if (!got) continue;
                    plain++;
                    Interlocked.Increment(ref taken);
                    Thread.SpinWait(random.Next(200));
                    @lock.Release();
                }
            }, background: true);
        }
        for (var t = 0; t < 2; t++)
            group.Start($"steady {t}", () =>
            {
                for (var i = 0; i < 300; i++)
                {
                    using (@lock.Hold()) plain++;
                    Interlocked.Increment(ref taken);
                }
            }, background: true);
        group.End(); // everyone ends
        Assert.Equal(taken, plain);
        Assert.True(@lock.TryAcquire());
    }

    [Fact]
    public void Release_of_a_free_lock_is_refused_and_changes_nothing()
    {
        var @lock = Create();
        Assert.Throws<SynchronizationLockException>(@lock.Release);
        @lock.Acquire();
        @lock.Release();
        Assert.Throws<SynchronizationLockException>(@lock.Release);
        Assert.True(@lock.TryAcquire());
    }

    [Fact]
    public void Release_by_a_thread_that_does_not_hold_it_is_refused_and_changes_nothing()
    {
        var @lock = Create();
        @lock.Acquire();
        Patience.OnAnotherThread(() =>
        {
            Assert.Contains("release it on the thread that acquired it",
                Assert.Throws<SynchronizationLockException>(@lock.Release).Message);
            Assert.False(@lock.TryAcquire());
        });
        Assert.True(@lock.IsHeldByCurrentThread);
        @lock.Release();
        Patience.OnAnotherThread(() => Assert.True(@lock.TryAcquire()));
    }

    [Fact]
    public void A_second_acquire_by_the_holder_is_refused_by_a_plain_lock_and_counted_by_a_reentrant_one()
    {
        var @lock = Create();
        @lock.Acquire();
        Action[] again = [() => @lock.Acquire(), () => @lock.TryAcquire(), () => @lock.TryAcquire(TimeSpan.Zero),
            () => @lock.Acquire(new CancellationTokenSource().Token)];
        foreach (var acquire in again)
        {
            if (IsReentrant)
            {
                acquire();
                @lock.Release();
            }
            else Assert.Contains("release it first", Assert.Throws<LockRecursionException>(acquire).Message);
            Assert.True(@lock.IsHeldByCurrentThread);
            Patience.OnAnotherThread(() => Assert.False(@lock.TryAcquire()));
        }
        @lock.Release();
        Patience.OnAnotherThread(() => Assert.True(@lock.TryAcquire()));
    }

    [Fact]
    public void Hold_releases_at_the_end_of_the_block_also_by_an_exception()
    {
        var @lock = Create();
        using (@lock.Hold()) Assert.True(@lock.IsHeldByCurrentThread);
        Assert.False(@lock.IsHeldByCurrentThread);
        Action failing = () => { using (@lock.Hold()) throw new InvalidTimeZoneException(); };
        Assert.Throws<InvalidTimeZoneException>(failing);
        Assert.False(@lock.IsHeldByCurrentThread);
        Patience.OnAnotherThread(() => Assert.True(@lock.TryAcquire()));
    }

    [Fact]
    public void Hold_takes_a_token() => WhileAnotherHolds(Create(), @lock =>
        Assert.Throws<OperationCanceledException>(() => { using (@lock.Hold(new CancellationToken(canceled: true))) { } }));

    [Fact]
    public void A_timeout_out_of_range_is_refused_whether_the_lock_is_free_or_held()
    {
        var @lock = Create();
        TimeSpan[] bad = [TimeSpan.FromMilliseconds(-2), TimeSpan.FromMilliseconds((double)int.MaxValue + 1)];
        foreach (var timeout in bad)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => @lock.TryAcquire(timeout));
            WhileAnotherHolds(@lock, held => Assert.Throws<ArgumentOutOfRangeException>(() => held.TryAcquire(timeout)));
        }
        Assert.False(@lock.IsHeldByCurrentThread);
    }

    [Fact]
    public void IsHeldByCurrentThread_is_true_for_the_holder_alone()
    {
        var @lock = Create();
        Assert.False(@lock.IsHeldByCurrentThread);
        @lock.Acquire();
        Assert.True(@lock.IsHeldByCurrentThread);
        Patience.OnAnotherThread(() => Assert.False(@lock.IsHeldByCurrentThread));
        @lock.Release();
        Assert.False(@lock.IsHeldByCurrentThread);
    }

    [Fact]
    public void The_debugger_shows_it_free_and_held_without_taking_it()
    {
        var @lock = Create();
        Assert.Equal(DisplayWhenFree, DebuggerText.Of(@lock));
        @lock.Acquire();
        var holder = Environment.CurrentManagedThreadId;
        Patience.OnAnotherThread(() => Assert.StartsWith(DisplayWhenHeld(holder), DebuggerText.Of(@lock)));
        Assert.True(@lock.IsHeldByCurrentThread);
    }

    /// <summary>Waits until <paramref name="waiter"/> waits for the lock, or has ended. A thread that spins gives no sign of it:
    /// then it is enough that it was started, since every order of what follows must pass.</summary>
    private void UntilItWaits(WorkerThread waiter)
    {
        const ThreadState sleepsOrHasEnded = ThreadState.WaitSleepJoin | ThreadState.Stopped;
        if (WaitersSleep) Patience.Until(() => (waiter.State & sleepsOrHasEnded) != 0, $"{waiter.Name} sleeps");
    }

    private protected static void WhileAnotherHolds(ILock @lock, Action<ILock> body)
    {
        using var isHeld = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        var holder = WorkerThread.Start("holder", () =>
        {
            using (@lock.Hold())
            {
                isHeld.Set();
                Assert.True(done.Wait(Patience.Long * 2));
            }
        }, background: true);
        Assert.True(isHeld.Wait(Patience.Long));
        try { body(@lock); }
        finally
        {
            done.Set();
            holder.Ends();
        }
    }
}
