using Workbook.Concurrency.Tests.Async.Contract;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async;

/// <summary>What only this implementation promises of its waits.</summary>
public sealed class AsyncWaitQueueTests
{
    [Fact]
    public async Task One_cancellation_of_a_hundred_thousand_waits_is_no_search_for_each()
    {
        // A source calls back the newest first; a search from the front would take five billion steps.
        using var source = new CancellationTokenSource();
        var mutex = new AsyncLock();
        var key = mutex.Lock();
        var waits = new Task[100_000];
        for (var i = 0; i < waits.Length; i++) waits[i] = mutex.LockAsync(source.Token);
        var last = mutex.LockAsync();
        await source.CancelAsync();
        foreach (var wait in waits) Assert.True(wait.IsCanceled);
        key.Dispose();
        (await last).Dispose();
        Assert.Equal("free, 0 waiting", DebuggerText.Of(mutex));
    }

    [Fact]
    public void A_long_lived_token_keeps_no_wait_that_is_over()
    {
        using var source = new CancellationTokenSource();
        var mutex = new AsyncLock();
        var reference = WaitOnce(mutex, source.Token);
        Patience.Until(() =>
        {
            GC.Collect();
            return !reference.IsAlive;
        }, "the wait is collected");

        static WeakReference WaitOnce(AsyncLock mutex, CancellationToken cancel)
        {
            var key = mutex.Lock();
            var wait = mutex.LockAsync(cancel).AsTask();
            key.Dispose();
            wait.Now().Dispose();
            return new WeakReference(wait);
        }
    }

    [Fact]
    public void An_interrupt_ends_a_wait_that_still_waits()
    {
        var mutex = new AsyncLock();
        var key = mutex.Lock();
        var (worker, thread) = Start(() => Assert.Throws<ThreadInterruptedException>(() => mutex.Lock()));
        Patience.UntilShown(mutex, "1 waiting");
        thread.Interrupt();
        worker.Ends();
        Assert.Equal("held, 0 waiting", DebuggerText.Of(mutex));
        key.Dispose();
        Assert.True(mutex.TryLock(out _));
    }

    [Fact]
    public void An_interrupt_ends_a_condition_only_with_the_lock()
    {
        var mutex = new AsyncLock();
        var condition = new AsyncConditionVariable(mutex);
        var (worker, thread) = Start(() =>
        {
            using (mutex.Lock()) Assert.Throws<ThreadInterruptedException>(condition.Wait);
        });
        Patience.UntilShown(condition, "1 waiting");
        var key = mutex.Lock();
        thread.Interrupt();
        Patience.UntilShown(mutex, "1 waiting"); // has given up the condition, and waits for its lock
        key.Dispose();
        worker.Ends();
        Assert.True(mutex.TryLock(out _));
    }

    [Fact]
    public void An_interrupt_that_comes_with_the_hand_over_loses_no_hold()
    {
        for (var round = 0; round < 100; round++)
        {
            var mutex = new AsyncLock();
            var key = mutex.Lock();
            var (worker, thread) = Start(() =>
            {
                try { mutex.Lock().Dispose(); }
                catch (ThreadInterruptedException) { return; }
                Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(Patience.Long)); // kept for the next wait
            });
            Patience.UntilShown(mutex, "1 waiting");
            var interrupter = WorkerThread.Start("interrupter", thread.Interrupt, background: true);
            key.Dispose();
            Patience.MustEnd(worker, interrupter);
            Assert.True(mutex.TryLock(out _));
        }
    }

    [Fact]
    public async Task An_interrupted_writer_lets_in_the_readers_that_it_kept_back()
    {
        var access = new AsyncReaderWriterLock();
        _ = access.ReaderLock();
        var (worker, thread) = Start(() => Assert.Throws<ThreadInterruptedException>(() => access.WriterLock()));
        Patience.UntilShown(access, "1 writers waiting");
        var reader = access.ReaderLockAsync().AsTask();
        Assert.False(reader.IsCompleted);
        thread.Interrupt();
        worker.Ends();
        await reader.InTime();
    }

    [Fact]
    public async Task A_notified_waiter_queues_up_behind_those_who_asked_for_the_lock_before()
    {
        var mutex = new AsyncLock();
        var condition = new AsyncConditionVariable(mutex);
        _ = mutex.Lock();
        var wait = condition.WaitAsync();
        var notifier = mutex.Lock();
        var before = mutex.LockAsync();
        condition.Notify();
        var after = mutex.LockAsync().AsTask();
        notifier.Dispose();
        var first = await before.AsTask().InTime();
        Assert.False(wait.IsCompleted);
        first.Dispose();
        await wait.InTime();
        Assert.False(after.IsCompleted);
    }

    [Fact]
    public async Task A_notification_that_meets_a_cancellation_goes_to_one_of_two_waiters()
    {
        for (var round = 0; round < 200; round++)
        {
            using var source = new CancellationTokenSource();
            var mutex = new AsyncLock();
            var condition = new AsyncConditionVariable(mutex);
            AsyncKey first = mutex.Lock();
            var cancellable = condition.WaitAsync(source.Token);
            AsyncKey second = mutex.Lock();
            var other = condition.WaitAsync();
            AsyncKey third = mutex.Lock();
            var cancel = Task.Run(source.Cancel);
            condition.Notify();
            await cancel.InTime();
            third.Dispose();

            var notified = true;
            try { await cancellable.InTime(); }
            catch (OperationCanceledException) { notified = false; }
            first.Dispose(); // it had the lock either way
            Assert.Equal(notified ? "1 waiting" : "0 waiting", DebuggerText.Of(condition));
            if (notified) condition.Notify();
            await other.InTime();
            second.Dispose();
            Assert.Equal("free, 0 waiting", DebuggerText.Of(mutex));
        }
    }

    [Fact]
    public void Displays_say_who_waits()
    {
        var access = new AsyncReaderWriterLock();
        _ = access.ReaderLock();
        _ = access.WriterLockAsync();
        _ = access.ReaderLockAsync();
        Assert.Equal("1 readers inside, 1 readers and 1 writers waiting", DebuggerText.Of(access));
        var source = new PauseTokenSource { IsPaused = true };
        Assert.Equal("Paused = True", DebuggerText.Of(source));
        Assert.Equal("Paused = True", DebuggerText.Of(source.Token));
        Assert.Equal("Completed = True", DebuggerText.Of(new AsyncLock().LockAsync()));
        Assert.Equal("Generation = 1, Slot = 0", DebuggerText.Of(new AsyncLock().Lock()));
        Assert.Equal("1 to go, 0 waiting", DebuggerText.Of(new AsyncCountdownEvent(1)));
    }

    private static (WorkerThread Worker, Thread Thread) Start(Action body)
    {
        Thread? thread = null;
        var worker = WorkerThread.Start("waiter", () =>
        {
            Volatile.Write(ref thread, Thread.CurrentThread);
            body();
        }, background: true);
        Patience.Until(() => Volatile.Read(ref thread) is not null, "it runs");
        return (worker, thread!);
    }
}
