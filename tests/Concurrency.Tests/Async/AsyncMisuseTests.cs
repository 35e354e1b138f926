using Workbook.Concurrency.Tests.Async.Contract;

namespace Workbook.Concurrency.Tests.Async;

public sealed class AsyncMisuseTests
{
    [Fact]
    public void Counts_below_zero_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AsyncSemaphore(-1));
        var semaphore = new AsyncSemaphore(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => semaphore.Release(-3));
        Assert.Equal(1, semaphore.CurrentCount);
        var countdown = new AsyncCountdownEvent(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => countdown.AddCount(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => countdown.Signal(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => countdown.Signal(long.MinValue));
        Assert.Equal(1, countdown.CurrentCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AsyncBarrier(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AsyncReaderWriterLock((AsyncPreference)7));
    }

    [Fact]
    public void A_wait_on_a_condition_whose_lock_nobody_holds_is_refused()
    {
        var mutex = new AsyncLock();
        var condition = new AsyncConditionVariable(mutex);
        Assert.Throws<SynchronizationLockException>(() => { _ = condition.WaitAsync(); });
        Assert.Throws<SynchronizationLockException>(() => condition.Wait());
        Assert.Throws<SynchronizationLockException>(() => condition.TryWait(TimeSpan.Zero));
        Assert.Equal("0 waiting", DebuggerText.Of(condition));
        Assert.True(mutex.TryLock(out _));
    }

    [Fact]
    public void A_notification_without_the_lock_is_allowed()
    {
        var mutex = new AsyncLock();
        var condition = new AsyncConditionVariable(mutex);
        _ = mutex.Lock();
        Task[] waits = [condition.WaitAsync()];
        condition.Notify(); // the lock is free: the waiter has it at once
        Assert.True(waits[0].IsCompletedSuccessfully);
        Assert.False(mutex.TryLock(out _));
        condition.NotifyAll();
    }

    [Fact]
    public async Task A_key_that_is_disposed_during_a_wait_holds_nothing_and_does_after_it()
    {
        var mutex = new AsyncLock();
        var condition = new AsyncConditionVariable(mutex);
        var key = mutex.Lock();
        var wait = condition.WaitAsync();
        key.Dispose(); // the await was forgotten
        using (mutex.Lock())
        {
            key.Dispose(); // nor does it release another's hold
            Assert.False(mutex.TryLock(out _));
            condition.Notify();
        }
        await wait.InTime();
        Assert.False(mutex.TryLock(out _));
        key.Dispose();
        Assert.True(mutex.TryLock(out _));
    }

    [Fact]
    public void A_pulse_while_nobody_is_in_the_monitor_is_refused_and_wakes_nobody()
    {
        var monitor = new AsyncMonitor();
        Assert.Throws<SynchronizationLockException>(monitor.Pulse);
        Assert.Throws<SynchronizationLockException>(() => { _ = monitor.WaitAsync(); });
        _ = monitor.Enter();
        var wait = monitor.WaitAsync();
        Assert.Throws<SynchronizationLockException>(monitor.Pulse);
        Assert.Throws<SynchronizationLockException>(monitor.PulseAll);
        Assert.False(wait.IsCompleted);
        Assert.Equal("free, 1 waiting to be pulsed", DebuggerText.Of(monitor));
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new AsyncConditionVariable(null!));
        Assert.Throws<ArgumentNullException>(() => { _ = new AwaitableDisposable<MemoryStream>(null!); });
    }

    [Fact]
    public async Task A_time_out_of_range_is_refused_also_if_no_wait_is_needed()
    {
        var wrong = TimeSpan.FromMilliseconds(-2);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AsyncLock().TryLock(wrong, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AsyncSemaphore(1).TryWait(wrong));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AsyncManualResetEvent(true).TryWait(wrong));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AsyncReaderWriterLock().TryReaderLock(wrong, out _));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => new AsyncLock().TryLockAsync(wrong).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => new AsyncAutoResetEvent(true).TryWaitAsync(wrong).AsTask());
    }

    [Fact]
    public async Task A_factory_that_fails_before_its_task_fails_the_value_not_the_caller()
    {
        var lazy = new AsyncLazy<int>(() => throw new NotSupportedException(), AsyncLazyFlags.ExecuteOnCallingThread);
        lazy.Start();
        Assert.True(lazy.IsStarted);
        await Assert.ThrowsAsync<NotSupportedException>(() => lazy.Task);
        foreach (var flags in new[] { AsyncLazyFlags.None, AsyncLazyFlags.ExecuteOnCallingThread })
            await new AsyncLazy<int>(() => null!, flags).Task.Fails<InvalidOperationException>();
        Assert.Equal("Faulted", DebuggerText.Of(lazy));
    }

    [Fact]
    public void A_factory_may_ask_for_the_value_that_it_makes()
    {
        AsyncLazy<int>? lazy = null;
        Task<int>? seen = null;
        lazy = new AsyncLazy<int>(() =>
        {
            seen = lazy!.Task; // no lock is held, and no second run begins
            return Task.FromResult(1);
        }, AsyncLazyFlags.ExecuteOnCallingThread);
        Assert.Equal("not started", DebuggerText.Of(lazy));
        Assert.Same(lazy.Task, seen);
    }
}
