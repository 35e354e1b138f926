using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Locks.MutualExclusion;

namespace Workbook.Examples.Tests.Chapter2;

public sealed class MutexTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(10);

    private static string Play(int tellers = 4, int coins = 10)
    {
        var output = new StringWriter { NewLine = "\n" };
        Demo.Run(new Stage(output), tellers, coins, patienceMs: 5);
        return output.ToString().TrimEnd();
    }

    [Fact]
    public async Task The_run() => await Verify(Play());

    [Fact]
    public void Without_a_mutex_only_one_coin_of_each_round_is_kept_every_time()
    {
        for (var tellers = 2; tellers <= 5; tellers++)
        {
            var line = Play(tellers, coins: 7).Split('\n')[0];
            Assert.Contains($"{tellers * 7} coins deposited, 7 in the till, {tellers * 7 - 7} LOST", line);
            Assert.Contains($"; {tellers} of {tellers} tellers", line);
        }
    }

    [Fact]
    public void A_free_mutex_is_taken_and_given_back()
    {
        var mutex = new PlainMutex();
        Assert.False(mutex.IsHeldByCurrentThread);
        using (mutex.Hold()) Assert.True(mutex.IsHeldByCurrentThread);
        Assert.False(mutex.IsHeldByCurrentThread);
        Assert.True(mutex.TryAcquire());
        mutex.Release();
    }

    [Fact]
    public void Acquire_by_the_holder_is_refused_and_it_still_holds()
    {
        var mutex = new PlainMutex();
        mutex.Acquire();
        Assert.Throws<LockRecursionException>(() => mutex.Acquire());
        Assert.Throws<LockRecursionException>(() => mutex.TryAcquire());
        Assert.True(mutex.IsHeldByCurrentThread);
        mutex.Release();
    }

    [Fact]
    public void Release_by_a_non_owner_is_refused_and_changes_nothing()
    {
        var mutex = new PlainMutex();
        Assert.Throws<SynchronizationLockException>(mutex.Release);
        mutex.Acquire();
        OnAnotherThread(() => Assert.Throws<SynchronizationLockException>(mutex.Release));
        Assert.True(mutex.IsHeldByCurrentThread);
        mutex.Release();
    }

    [Fact]
    public void TryAcquire_of_a_held_mutex_returns_false_and_not_before_the_timeout()
    {
        var mutex = new PlainMutex();
        mutex.Acquire();
        OnAnotherThread(() =>
        {
            Assert.False(mutex.TryAcquire());
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            Assert.False(mutex.TryAcquire(TimeSpan.FromMilliseconds(30)));
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(30));
        });
    }

    [Fact]
    public void A_timeout_out_of_range_is_refused()
    {
        var mutex = new PlainMutex();
        Assert.Throws<ArgumentOutOfRangeException>(() => mutex.TryAcquire(TimeSpan.FromMilliseconds(-2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => mutex.TryAcquire(TimeSpan.FromDays(30)));
        Assert.True(mutex.TryAcquire());
    }

    [Fact]
    public void A_waiter_sleeps_until_the_release()
    {
        var mutex = new PlainMutex();
        mutex.Acquire();
        var waiter = WorkerThread.Start("waiter", () => { using (mutex.Hold()) { } });
        Assert.True(SpinWait.SpinUntil(() => waiter.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), _bound));
        mutex.Release();
        Assert.True(waiter.Join(_bound));
    }

    [Fact]
    public void A_cancelled_wait_takes_nothing()
    {
        var mutex = new PlainMutex();
        mutex.Acquire();
        using var cancel = new CancellationTokenSource();
        var waiter = WorkerThread.Start("waiter", () =>
            Assert.ThrowsAny<OperationCanceledException>(() => mutex.Acquire(cancel.Token)));
        Assert.True(SpinWait.SpinUntil(() => waiter.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), _bound));
        cancel.Cancel();
        Assert.True(waiter.Join(_bound));
        mutex.Release();
        Assert.True(mutex.TryAcquire());
    }

    [Fact]
    public void Nothing_is_lost_among_many_threads()
    {
        var till = new GuardedTill(new PlainMutex());
        var group = new ThreadGroup();
        for (var t = 0; t < 4; t++)
            group.Start($"teller {t}", () => { for (var i = 0; i < 2_000; i++) till.Deposit(); });
        Assert.True(group.Join(_bound));
        Assert.Equal(8_000, till.Balance);
    }

    [Fact]
    public void A_cancelled_demo_ends()
    {
        var stage = new Stage(new StringWriter(), cancel: new CancellationToken(canceled: true));
        var demo = WorkerThread.Start("demo", () => Demo.Run(stage));
        var failure = Assert.Throws<WorkerFailedException>(() => demo.Join(_bound)).InnerException!;
        while (failure is not OperationCanceledException) // of one worker or of a group, wherever the demo was
        {
            failure = failure is AggregateException { InnerExceptions: var workers }
                ? workers.First(worker => worker.InnerException is OperationCanceledException)
                : Assert.IsType<WorkerFailedException>(failure).InnerException!;
        }
    }

    private static void OnAnotherThread(Action body) => Assert.True(WorkerThread.Start("another", body).Join(_bound));
}
