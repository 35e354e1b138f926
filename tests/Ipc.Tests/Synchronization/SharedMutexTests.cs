using Workbook.Concurrency.Threads;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.Tests.Synchronization;

public sealed unsafe class SharedMutexTests : SynchronizationTests
{
    [Fact]
    public void A_free_mutex_is_acquired_and_belongs_to_the_thread()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        Assert.False(mutex.IsHeldByCurrentThread);
        Assert.Equal(AcquireResult.Acquired, mutex.Acquire());
        Assert.True(mutex.IsHeldByCurrentThread);
        Assert.False(Elsewhere(() => mutex.IsHeldByCurrentThread));
        mutex.Release();
        Assert.False(mutex.IsHeldByCurrentThread);
        Assert.Equal(AcquireResult.Acquired, mutex.TryAcquire());
        mutex.Release();
    }

    [Fact]
    public void A_held_mutex_is_not_acquired_before_the_time_is_over()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        mutex.Acquire();
        Assert.Equal(AcquireResult.TimedOut, Elsewhere(mutex.TryAcquire));
        NotEarlierThan(TimeSpan.FromMilliseconds(50), () =>
            Assert.Equal(AcquireResult.TimedOut, Elsewhere(() => mutex.TryAcquire(TimeSpan.FromMilliseconds(50)))));
        mutex.Release(); // w is still set, for a waiter that has gone
        Assert.Equal("free", Shown(mutex));
    }

    [Fact]
    public void A_waiter_gets_the_mutex_when_it_is_released()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        mutex.Acquire();
        var waiter = Start(() =>
        {
            Assert.Equal(AcquireResult.Acquired, mutex.Acquire());
            mutex.Release();
        });
        UntilShown(mutex, "awaited");
        mutex.Release();
        End(waiter);
    }

    [Fact]
    public void Release_by_another_thread_or_of_a_free_mutex_is_refused_and_changes_nothing()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        Assert.Throws<SynchronizationLockException>(mutex.Release);
        mutex.Acquire();
        Assert.Contains(
            "release it on the thread that acquired it", Fails<SynchronizationLockException>(Start(mutex.Release)).Message);
        Assert.True(mutex.IsHeldByCurrentThread);
        mutex.Release();
        Assert.Throws<SynchronizationLockException>(mutex.Release);
    }

    [Fact]
    public void A_second_acquire_by_the_owner_is_refused()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        mutex.Acquire();
        Assert.Throws<LockRecursionException>(() => mutex.Acquire());
        Assert.Throws<LockRecursionException>(() => mutex.TryAcquire());
        Assert.Throws<LockRecursionException>(() => mutex.TryAcquire(Long, Cancelled));
        mutex.Release();
    }

    [Fact]
    public void An_already_cancelled_token_means_do_not_wait()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        Assert.Equal(AcquireResult.Acquired, mutex.Acquire(Cancelled));
        Fails<OperationCanceledException>(Start(() => mutex.Acquire(Cancelled)));
        Fails<OperationCanceledException>(Start(() => mutex.TryAcquire(Long, Cancelled)));
        mutex.Release();
        Assert.Equal(AcquireResult.Acquired, mutex.TryAcquire(TimeSpan.Zero, Cancelled));
        mutex.Release();
    }

    [Fact]
    public void A_cancelled_waiter_leaves_without_the_mutex()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        using var source = new CancellationTokenSource();
        mutex.Acquire();
        var waiter = Start(() => mutex.Acquire(source.Token));
        UntilShown(mutex, "awaited");
        source.Cancel();
        Fails<OperationCanceledException>(waiter);
        mutex.Release();
        Assert.Equal("free", Shown(mutex));
    }

    [Fact]
    public void A_bad_timeout_is_refused()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        Assert.Throws<ArgumentOutOfRangeException>(() => mutex.TryAcquire(TimeSpan.FromMilliseconds(-2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => mutex.TryAcquire(TimeSpan.FromDays(30)));
        Assert.Equal("free", Shown(mutex));
    }

    [Fact]
    public void Hold_releases_also_when_the_block_throws()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        Assert.Throws<NotSupportedException>((Action)(() =>
        {
            using var hold = mutex.Hold();
            Assert.Equal(AcquireResult.Acquired, hold.Result);
            Assert.True(mutex.IsHeldByCurrentThread);
            throw new NotSupportedException();
        }));
        Assert.Equal("free", Shown(mutex));
    }

    [Fact]
    public void The_end_of_the_owning_thread_abandons_the_mutex_and_one_is_told()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        Elsewhere(() => mutex.Acquire());
        using (var hold = mutex.Hold())
        {
            Assert.Equal(AcquireResult.Abandoned(Environment.ProcessId), hold.Result);
            Assert.True(hold.Result.IsHeld && hold.Result.IsAbandoned);
            Assert.True(mutex.IsHeldByCurrentThread);
        }
        Assert.Equal(AcquireResult.Acquired, mutex.TryAcquire()); // nobody is told twice
        mutex.Release();
    }

    [Fact]
    public void A_look_without_waiting_finds_the_owner_dead()
    {
        var memory = stackalloc ulong[2];
        var mutex = new SharedMutex(memory, "memory");
        memory[0] = ThreadMark.OfThisThread - (1UL << 32); // our id, but started a tick earlier: the id was used again
        memory[1] = 4711UL << 32 | (uint)ThreadMark.ThreadId(memory[0]);
        Assert.Equal(AcquireResult.Abandoned(4711), mutex.TryAcquire(TimeSpan.Zero, Cancelled));
        mutex.Release();
        Assert.Equal(0ul, memory[0]);
    }

    [Fact]
    public void An_owner_killed_between_its_claim_and_its_note_is_named_by_its_thread()
    {
        var memory = stackalloc ulong[2];
        var mutex = new SharedMutex(memory, "memory");
        memory[0] = ThreadMark.OfThisThread - (1UL << 32);
        memory[1] = 4711UL << 32 | 4712; // of an earlier owner
        Assert.Equal(ThreadMark.ThreadId(ThreadMark.OfThisThread), mutex.TryAcquire().PreviousOwner);
        mutex.Release();
    }

    [Fact]
    public void One_waiter_of_many_is_told_that_the_owner_died()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        using var mayEnd = new ManualResetEventSlim();
        using var holds = new ManualResetEventSlim();
        var owner = Start(() =>
        {
            mutex.Acquire();
            holds.Set();
            mayEnd.Wait();
        });
        holds.Wait();
        var told = 0;
        var waiters = Enumerable.Range(0, 4).Select(_ => Start(() =>
        {
            using var hold = mutex.Hold();
            if (hold.Result.IsAbandoned) Interlocked.Increment(ref told);
        })).ToArray();
        UntilShown(mutex, "awaited");
        mayEnd.Set();
        End([owner, .. waiters]);
        Assert.Equal(1, told);
    }

    [Fact]
    public void Two_views_of_one_mutex_exclude_each_other_under_stress()
    {
        var name = NewName();
        using var created = SharedMutex.Create(name);
        using var opened = SharedMutex.Open(name);
        var (inside, count, atOnce) = (0, 0, 0);
        var deadline = Deadline.After(TimeSpan.FromMilliseconds(300));
        var expected = 0;
        var workers = Enumerable.Range(0, 4).Select(i => Start(() =>
        {
            var mutex = i % 2 == 0 ? created : opened;
            var mine = 0;
            for (; mine == 0 || !deadline.HasPassed; mine++) // once at least, however late it came to run
            {
                using var hold = mutex.Hold();
                Assert.Equal(AcquireResult.Acquired, hold.Result);
                if (++inside != 1) atOnce++;
                count++;
                inside--;
            }
            Interlocked.Add(ref expected, mine);
        })).ToArray();
        End(workers);
        Assert.Equal((expected, 0), (count, atOnce));
        Assert.True(expected >= 4);
    }

    [Fact]
    public void It_shows_who_holds_it()
    {
        var mutex = SharedMutex.CreateAnonymous();
        Assert.Equal("free", Shown(mutex));
        mutex.Acquire();
        Assert.Equal($"held by thread {Interop.Libc.gettid()} of process {Environment.ProcessId}", Shown(mutex));
        mutex.Release();
        mutex.Dispose();
        Assert.Equal("disposed", Shown(mutex));
    }

    [Fact]
    public void A_result_says_what_it_is()
    {
        Assert.Equal(AcquireResult.TimedOut, default);
        Assert.False(AcquireResult.TimedOut.IsHeld);
        Assert.True(AcquireResult.Acquired.IsHeld);
        Assert.Equal("TimedOut", $"{AcquireResult.TimedOut}");
        Assert.Equal("Acquired", $"{AcquireResult.Acquired}");
        Assert.Equal("Abandoned by 12", $"{AcquireResult.Abandoned(12)}");
    }
}
