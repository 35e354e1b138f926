using Workbook.Concurrency.Tests.Async.Contract;

namespace Workbook.Concurrency.Tests.Async;

/// <summary>The settings of the pool belong to the whole process: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(PoolCompensationTests), DisableParallelization = true)]
[Collection(nameof(PoolCompensationTests))]
public sealed class PoolCompensationTests
{
    private static int Minimum
    {
        get
        {
            ThreadPool.GetMinThreads(out var minimum, out _);
            return minimum;
        }
        set
        {
            ThreadPool.GetMinThreads(out _, out var completionPort);
            Assert.True(ThreadPool.SetMinThreads(value, completionPort));
        }
    }

    [Fact]
    public async Task A_lock_whose_waiters_block_the_whole_pool_still_reaches_a_task()
    {
        // More blocked threads than the pool has, all asleep before the lock is released; it goes to a task first, and that
        // needs a thread of the pool to go on.
        const int Threads = 40;
        var before = Minimum;
        var mutex = new AsyncLock();
        var key = mutex.Lock();
        var first = Task.Run(async () =>
        {
            using (await mutex.LockAsync()) await Task.Yield();
        });
        Patience.UntilShown(mutex, "1 waiting");
        Task[] blocked = [.. Enumerable.Range(0, Threads).Select(_ => Task.Run(() => mutex.Lock().Dispose()))];
        Patience.UntilShown(mutex, $" {Threads + 1} waiting");
        Assert.True(PoolCompensation.Added >= Threads);
        Patience.Until(() => Minimum == before + PoolCompensation.Added, "the minimum shows it"); // more may be added just now
        key.Dispose();
        await first.InTime();
        await Task.WhenAll(blocked).InTime();
        Patience.Until(() => mutex.TryLock(out _), "it is free");
        Assert.Equal((0, before), (PoolCompensation.Added, Minimum));
    }

    [Fact]
    public void A_thread_of_its_own_is_not_made_up_for()
    {
        var signal = new AsyncManualResetEvent();
        var thread = Patience.StartWaiter(signal, () => signal.Wait());
        Assert.Equal(0, PoolCompensation.Added);
        signal.Set();
        thread.Ends();
    }

    [Fact]
    public async Task Threads_that_others_block_are_made_up_for_too()
    {
        var before = Minimum;
        var signal = new AsyncManualResetEvent();
        using var gate = new ManualResetEvent(false);
        List<Task> tasks = [Task.Run(() => signal.Wait())];
        Patience.UntilShown(signal, "1 waiting");
        for (var i = ThreadPool.ThreadCount + 20; i > 0; i--) tasks.Add(Task.Run(() => gate.WaitOne())); // some find no thread
        Patience.Until(() => PoolCompensation.Added > 1, "the others are seen");
        gate.Set();
        signal.Set();
        await Task.WhenAll(tasks).InTime();
        Assert.Equal((0, before), (PoolCompensation.Added, Minimum));
    }

    [Fact]
    public void No_more_than_256_are_added()
    {
        const int Asleep = 300;
        var before = Minimum;
        for (var i = 0; i < Asleep; i++) PoolCompensation.BeforeSleep();
        Assert.Equal((256, before + 256), (PoolCompensation.Added, Minimum));
        for (var i = 0; i < Asleep; i++) PoolCompensation.AfterSleep();
        Assert.Equal((0, before), (PoolCompensation.Added, Minimum));
    }

    [Fact]
    public void A_minimum_that_the_program_sets_meanwhile_stays()
    {
        var before = Minimum;
        PoolCompensation.BeforeSleep();
        Minimum = before + 50;
        PoolCompensation.BeforeSleep();
        Assert.True(Minimum > before + 50);
        PoolCompensation.AfterSleep();
        PoolCompensation.AfterSleep();
        Assert.Equal((0, before + 50), (PoolCompensation.Added, Minimum));
        Minimum = before;
    }
}
