using System.Diagnostics;
using Workbook.Concurrency.Semaphores;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Semaphores;

/// <summary>What holds for every counting semaphore.</summary>
public abstract class SemaphoreContract
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(20);
    private static readonly CancellationToken _cancelled = new(canceled: true);

    protected abstract ICountingSemaphore Make(int initial, int maximum = int.MaxValue);

    [Fact]
    public void A_count_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(3, maximum: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(0, maximum: 0));
        Assert.Equal(2, Make(2, maximum: 2).CurrentCount);
    }

    [Fact]
    public void Acquire_takes_a_permit_and_Release_gives_it_back()
    {
        var semaphore = Make(2);
        semaphore.Acquire();
        Assert.Equal(1, semaphore.CurrentCount);
        Assert.True(semaphore.TryAcquire());
        Assert.Equal(0, semaphore.CurrentCount);
        Assert.False(semaphore.TryAcquire());
        semaphore.Release();
        Assert.True(semaphore.TryAcquire(TimeSpan.Zero));
        semaphore.Release(2);
        Assert.Equal(2, semaphore.CurrentCount);
    }

    [Fact]
    public void A_permit_may_be_released_by_another_thread()
    {
        var semaphore = Make(1, maximum: 1);
        semaphore.Acquire();
        Patience.MustEnd(WorkerThread.Start("releaser", () => semaphore.Release()));
        Assert.Equal(1, semaphore.CurrentCount);
    }

    [Fact]
    public void Release_beyond_the_maximum_is_refused_and_changes_nothing()
    {
        var semaphore = Make(1, maximum: 3);
        Assert.Throws<SemaphoreFullException>(() => semaphore.Release(3));
        Assert.Equal(1, semaphore.CurrentCount);
        semaphore.Release(2);
        Assert.Throws<SemaphoreFullException>(() => semaphore.Release());
        Assert.Throws<SemaphoreFullException>(() => semaphore.Release(int.MaxValue));
        Assert.Equal(3, semaphore.CurrentCount);
        Assert.Throws<SemaphoreFullException>(() => Make(int.MaxValue).Release());
    }

    [Fact]
    public void Release_of_less_than_one_is_refused()
    {
        var semaphore = Make(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => semaphore.Release(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => semaphore.Release(-1));
        Assert.Equal(1, semaphore.CurrentCount);
    }

    [Fact]
    public void Acquire_that_times_out_returns_false_and_not_too_early()
    {
        var semaphore = Make(0);
        Assert.False(semaphore.TryAcquire(TimeSpan.Zero));
        var start = Stopwatch.GetTimestamp();
        Assert.False(semaphore.TryAcquire(_short));
        Assert.True(Stopwatch.GetElapsedTime(start) >= _short);
        Assert.Equal("0 free, 0 waiting", DebuggerText.Of(semaphore));
    }

    [Fact]
    public void A_timeout_out_of_range_is_refused_although_a_permit_is_free()
    {
        var semaphore = Make(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => semaphore.TryAcquire(TimeSpan.FromMilliseconds(-2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => semaphore.TryAcquire(TimeSpan.FromMilliseconds(1.0 + int.MaxValue)));
        Assert.Equal(1, semaphore.CurrentCount);
    }

    [Fact]
    public void A_cancelled_token_does_not_matter_while_a_permit_is_free()
    {
        var semaphore = Make(2);
        semaphore.Acquire(_cancelled);
        Assert.True(semaphore.TryAcquire(TimeSpan.Zero, _cancelled));
    }

    [Fact]
    public void A_cancelled_token_means_do_not_wait()
    {
        var semaphore = Make(0);
        var refusal = Assert.Throws<OperationCanceledException>(() => semaphore.Acquire(_cancelled));
        Assert.Equal(_cancelled, refusal.CancellationToken);
        Assert.Throws<OperationCanceledException>(() => semaphore.TryAcquire(Patience.Long, _cancelled));
        Assert.Equal("0 free, 0 waiting", DebuggerText.Of(semaphore));
    }

    [Fact]
    public void Cancellation_ends_a_wait_and_takes_no_permit()
    {
        var semaphore = Make(0);
        using var source = new CancellationTokenSource();
        var first = Patience.StartWaiter(semaphore, () => semaphore.Acquire(source.Token));
        var second = Patience.StartWaiter(semaphore, () => semaphore.TryAcquire(Patience.Long, source.Token), asNumber: 2);
        source.Cancel();
        Assert.Equal(source.Token, Patience.MustFail<OperationCanceledException>(first).CancellationToken);
        Assert.Equal(source.Token, Patience.MustFail<OperationCanceledException>(second).CancellationToken);
        semaphore.Release();
        Assert.Equal("1 free, 0 waiting", DebuggerText.Of(semaphore));
    }

    [Fact]
    public void Release_wakes_as_many_as_it_has_permits_for()
    {
        var semaphore = Make(0);
        var inside = 0;
        WorkerThread[] workers =
        [
            .. Enumerable.Range(1, 3).Select(n => Patience.StartWaiter(semaphore, () =>
            {
                semaphore.Acquire();
                Interlocked.Increment(ref inside);
            }, asNumber: n)),
        ];
        semaphore.Release(2);
        Patience.Until(() => Volatile.Read(ref inside) == 2, "two permits, but not two inside");
        Patience.UntilShown(semaphore, "0 free, 1 waiting");
        semaphore.Release(2);
        Patience.MustEnd(workers);
        Assert.Equal("1 free, 0 waiting", DebuggerText.Of(semaphore));
    }

    [Fact]
    public void Who_acquires_sees_what_was_written_before_the_release()
    {
        var semaphore = Make(0);
        int written = 0, seen = 0;
        var worker = Patience.StartWaiter(semaphore, () => { semaphore.Acquire(); seen = written; });
        written = 42;
        semaphore.Release();
        Patience.MustEnd(worker);
        Assert.Equal(42, seen);
    }

    [Fact]
    public void Never_more_inside_than_permits()
    {
        const int permits = 2, threads = 4, rounds = 500;
        var semaphore = Make(permits, maximum: permits);
        int inside = 0, tooMany = 0;
        var workers = Enumerable.Range(0, threads).Select(n => WorkerThread.Start($"guest {n}", () =>
        {
            for (var i = 0; i < rounds; i++)
            {
                semaphore.Acquire();
                if (Interlocked.Increment(ref inside) > permits) Interlocked.Increment(ref tooMany);
                Thread.Yield();
                Interlocked.Decrement(ref inside);
                semaphore.Release();
            }
        }, background: true)).ToList();
        Patience.MustEnd(workers);
        Assert.Equal(0, tooMany);
        Assert.Equal($"{permits} free, 0 waiting", DebuggerText.Of(semaphore));
    }

    // A permit that is handed to a thread in the moment in which it gives up is where such code loses one.
    [Fact]
    public void Permits_are_conserved_under_a_storm_of_timeouts_and_cancellations()
    {
        const int permits = 2, threads = 4, rounds = 150;
        var semaphore = Make(permits, maximum: permits);
        int taken = 0, timedOut = 0, cancelled = 0;
        var workers = Enumerable.Range(0, threads).Select(n => WorkerThread.Start($"guest {n}", () =>
        {
            var random = new Random(n);
            for (var i = 0; i < rounds; i++)
            {
                using var source = new CancellationTokenSource();
                if (i % 2 == 0) source.CancelAfter(random.Next(2));
                try
                {
                    if (semaphore.TryAcquire(TimeSpan.FromMilliseconds(random.Next(3)), source.Token))
                    {
                        Interlocked.Increment(ref taken);
                        Thread.SpinWait(random.Next(2000));
                        semaphore.Release(); // beyond the maximum if a permit came from nowhere
                    }
                    else Interlocked.Increment(ref timedOut);
                }
                catch (OperationCanceledException) { Interlocked.Increment(ref cancelled); }
            }
        }, background: true)).ToList();
        Patience.MustEnd(workers);
        Assert.Equal(threads * rounds, taken + timedOut + cancelled);
        Assert.Equal($"{permits} free, 0 waiting", DebuggerText.Of(semaphore));
    }

    // Found by the explorer: the barging semaphore came out of an interrupted wait with its mutex, and kept it for ever.
    [Fact]
    public void An_interrupted_wait_takes_nothing_and_leaves_the_semaphore_usable()
    {
        var semaphore = Make(0);
        var wasInterrupted = false;
        var waiter = new Thread(() =>
        {
            try { semaphore.Acquire(); }
            catch (ThreadInterruptedException) { wasInterrupted = true; }
        })
        { Name = "waiter", IsBackground = true };
        waiter.Start();
        Patience.UntilShown(semaphore, "1 waiting");
        waiter.Interrupt();
        Assert.True(waiter.Join(Patience.Long));
        Assert.True(wasInterrupted);
        Patience.OnAnotherThread(() =>
        {
            semaphore.Release();
            Assert.True(semaphore.TryAcquire());
        });
        Assert.Equal("0 free, 0 waiting", DebuggerText.Of(semaphore));
    }

    [Fact]
    public void The_debugger_shows_permits_and_waiters()
    {
        var semaphore = Make(1);
        Assert.Equal("1 free, 0 waiting", DebuggerText.Of(semaphore));
        semaphore.Acquire();
        var worker = Patience.StartWaiter(semaphore, () => semaphore.Acquire());
        Assert.Equal("0 free, 1 waiting", DebuggerText.Of(semaphore));
        semaphore.Release();
        Patience.MustEnd(worker);
    }
}
