using Workbook.Concurrency.Threads;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.Tests.Synchronization;

public sealed class SharedSemaphoreTests : SynchronizationTests
{
    [Fact]
    public void Permits_are_taken_and_given_back()
    {
        using var semaphore = SharedSemaphore.CreateAnonymous(2);
        semaphore.Acquire();
        Assert.True(semaphore.TryAcquire());
        Assert.False(semaphore.TryAcquire());
        Assert.Equal(0, semaphore.CurrentCount);
        semaphore.Release();
        semaphore.Release(4); // beyond the start: allowed without a maximum
        Assert.Equal((5, int.MaxValue), (semaphore.CurrentCount, semaphore.Maximum));
    }

    [Fact]
    public void A_release_beyond_the_maximum_is_refused_and_changes_nothing()
    {
        using var semaphore = SharedSemaphore.CreateAnonymous(2, 3);
        Assert.Throws<SemaphoreFullException>(() => semaphore.Release(2));
        Assert.Equal(2, semaphore.CurrentCount);
        semaphore.Release();
        Assert.Throws<SemaphoreFullException>(() => semaphore.Release());
        Assert.Throws<SemaphoreFullException>(() => semaphore.Release(int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => semaphore.Release(0));
        Assert.Equal(3, semaphore.CurrentCount);
        using var endless = SharedSemaphore.CreateAnonymous(int.MaxValue);
        Assert.Throws<SemaphoreFullException>(() => endless.Release());
        endless.Acquire();
        Assert.Equal(int.MaxValue - 1, endless.CurrentCount);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(2, 1)]
    [InlineData(0, 0)]
    public void Bad_counts_are_refused(int initial, int maximum) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => { SharedSemaphore.CreateAnonymous(initial, maximum); });

    [Fact]
    public void Without_a_permit_the_time_is_waited_and_a_cancelled_token_means_do_not_wait()
    {
        using var semaphore = SharedSemaphore.CreateAnonymous(0);
        NotEarlierThan(TimeSpan.FromMilliseconds(50), () => Assert.False(semaphore.TryAcquire(TimeSpan.FromMilliseconds(50))));
        Assert.Throws<OperationCanceledException>(() => semaphore.Acquire(Cancelled));
        Assert.Throws<OperationCanceledException>(() => semaphore.TryAcquire(Long, Cancelled));
        semaphore.Release(2);
        semaphore.Acquire(Cancelled);
        Assert.True(semaphore.TryAcquire(TimeSpan.Zero, Cancelled));
    }

    [Fact]
    public void Waiters_go_on_as_permits_are_released_and_when_cancelled()
    {
        using var semaphore = SharedSemaphore.CreateAnonymous(0);
        using var source = new CancellationTokenSource();
        var cancelled = Start(() => semaphore.Acquire(source.Token));
        UntilShown(semaphore, "awaited");
        source.Cancel();
        Fails<OperationCanceledException>(cancelled);

        var waiters = Enumerable.Range(0, 3).Select(_ => Start(() => semaphore.Acquire())).ToArray();
        semaphore.Release();
        semaphore.Release(2);
        End(waiters);
        Assert.Equal(0, semaphore.CurrentCount);
    }

    [Fact]
    public void The_mark_of_a_waiter_that_left_goes_with_the_next_release()
    {
        using var semaphore = SharedSemaphore.CreateAnonymous(0, 9);
        Until(
            () => !semaphore.TryAcquire(TimeSpan.FromMilliseconds(1)) && Shown(semaphore) == "0 free of 9, awaited",
            "one has slept and left");
        semaphore.Release();
        Assert.Equal("1 free of 9", Shown(semaphore));
    }

    [Fact]
    public void Never_more_inside_than_permits_and_none_is_lost_under_stress()
    {
        using var semaphore = SharedSemaphore.CreateAnonymous(2, 2);
        var (inside, most, rounds) = (0, 0, 0);
        var deadline = Deadline.After(TimeSpan.FromMilliseconds(300));
        var workers = Enumerable.Range(0, 5).Select(_ => Start(() =>
        {
            while (!deadline.HasPassed)
            {
                semaphore.Acquire();
                var now = Interlocked.Increment(ref inside);
                if (now > 2) Volatile.Write(ref most, now);
                Interlocked.Increment(ref rounds);
                Interlocked.Decrement(ref inside);
                semaphore.Release(); // would throw if a permit had been doubled
            }
        })).ToArray();
        End(workers);
        Assert.Equal((2, 0), (semaphore.CurrentCount, most));
        Assert.True(rounds > 0);
    }
}
