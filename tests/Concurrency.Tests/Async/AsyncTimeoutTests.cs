using Workbook.Concurrency.Tests.Async.Contract;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async;

public sealed class AsyncTimeoutTests
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(20);
    private static readonly CancellationToken _cancelled = new(canceled: true);

    [Fact]
    public async Task A_lock_that_is_not_free_in_time_is_not_taken()
    {
        var mutex = new AsyncLock();
        Assert.True(mutex.TryLock(out var key));
        Assert.False(mutex.TryLock(out var none));
        none.Dispose(); // holds nothing
        Assert.False(Patience.NotEarlierThan(_short, () => mutex.TryLock(_short, out _)));
        Assert.Null(await mutex.TryLockAsync(_short));
        Assert.Null(await mutex.TryLockAsync(TimeSpan.Zero));
        Assert.Equal("held, 0 waiting", DebuggerText.Of(mutex));
        key.Dispose();
        using (var again = await mutex.TryLockAsync(TimeSpan.Zero)) Assert.NotNull(again);
        Assert.True(mutex.TryLock(TimeSpan.Zero, out _));
    }

    [Fact]
    public async Task A_lock_that_is_freed_in_time_is_taken()
    {
        var mutex = new AsyncLock();
        var key = mutex.Lock();
        var waiting = mutex.TryLockAsync(Patience.Long).AsTask();
        var thread = WorkerThread.Start("waiter", () =>
        {
            Assert.True(mutex.TryLock(Patience.Long, out var mine));
            mine.Dispose();
        }, background: true);
        Patience.UntilShown(mutex, "2 waiting");
        key.Dispose();
        var taken = await waiting.InTime();
        Assert.NotNull(taken);
        taken.Value.Dispose();
        thread.Ends();
    }

    [Fact]
    public async Task A_cancellation_is_told_apart_from_the_end_of_the_time()
    {
        using var source = new CancellationTokenSource();
        var mutex = new AsyncLock();
        _ = mutex.Lock();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mutex.TryLockAsync(TimeSpan.Zero, _cancelled).AsTask());
        Assert.Throws<TaskCanceledException>(() => mutex.TryLock(Patience.Long, out _, _cancelled));
        var waiting = mutex.TryLockAsync(Timeout.InfiniteTimeSpan, source.Token).AsTask();
        await source.CancelAsync();
        await waiting.IsCanceledInTime();
        Assert.Equal("held, 0 waiting", DebuggerText.Of(mutex));
    }

    [Fact]
    public async Task Permits()
    {
        var semaphore = new AsyncSemaphore(1);
        Assert.True(semaphore.TryWait());
        Assert.False(semaphore.TryWait());
        Assert.False(Patience.NotEarlierThan(_short, () => semaphore.TryWait(_short)));
        Assert.False(await semaphore.TryWaitAsync(_short));
        Assert.Throws<TaskCanceledException>(() => semaphore.TryWait(Patience.Long, _cancelled));
        Assert.Equal("0 free, 0 waiting", DebuggerText.Of(semaphore));
        semaphore.Release();
        Assert.True(await semaphore.TryWaitAsync(TimeSpan.Zero, _cancelled)); // no wait is needed
    }

    [Fact]
    public async Task Events()
    {
        var manual = new AsyncManualResetEvent();
        Assert.False(Patience.NotEarlierThan(_short, () => manual.TryWait(_short)));
        Assert.False(await manual.TryWaitAsync(_short));
        Assert.Throws<OperationCanceledException>(() => manual.TryWait(Patience.Long, _cancelled));
        Assert.Equal("not set, 0 waiting", DebuggerText.Of(manual));
        manual.Set();
        Assert.True(manual.TryWait(TimeSpan.Zero));
        Assert.True(await manual.TryWaitAsync(TimeSpan.Zero));

        var turnstile = new AsyncAutoResetEvent();
        Assert.False(Patience.NotEarlierThan(_short, () => turnstile.TryWait(_short)));
        Assert.False(await turnstile.TryWaitAsync(_short));
        Assert.Throws<TaskCanceledException>(() => turnstile.TryWait(Patience.Long, _cancelled));
        Assert.Equal("not set, 0 waiting", DebuggerText.Of(turnstile));
        turnstile.Set();
        Assert.True(await turnstile.TryWaitAsync(_short));
        Assert.False(turnstile.TryWait(TimeSpan.Zero));

        var countdown = new AsyncCountdownEvent(1);
        Assert.False(Patience.NotEarlierThan(_short, () => countdown.TryWait(_short)));
        Assert.False(await countdown.TryWaitAsync(_short));
        Assert.Throws<OperationCanceledException>(() => countdown.TryWait(Patience.Long, _cancelled));
        Assert.Equal("1 to go, 0 waiting", DebuggerText.Of(countdown));
        countdown.Signal();
        Assert.True(countdown.TryWait(TimeSpan.Zero));
        Assert.True(await countdown.TryWaitAsync(TimeSpan.Zero));
    }

    [Fact]
    public void A_condition_that_is_not_notified_in_time_has_the_lock_again()
    {
        var mutex = new AsyncLock();
        var condition = new AsyncConditionVariable(mutex);
        using (mutex.Lock())
        {
            Assert.False(Patience.NotEarlierThan(_short, () => condition.TryWait(_short)));
            Assert.False(condition.TryWait(TimeSpan.Zero));
            Assert.Throws<TaskCanceledException>(() => condition.TryWait(Patience.Long, _cancelled));
            Assert.Equal("held, 0 waiting", DebuggerText.Of(mutex));
        }
        Assert.Equal("free, 0 waiting", DebuggerText.Of(mutex));
    }

    [Fact]
    public void The_time_of_a_condition_ends_though_the_lock_is_anothers_and_it_returns_with_the_lock()
    {
        var mutex = new AsyncLock();
        var condition = new AsyncConditionVariable(mutex);
        var (waits, result) = (false, true);
        var thread = WorkerThread.Start("waiter", () =>
        {
            using (mutex.Lock())
            {
                Volatile.Write(ref waits, true);
                result = condition.TryWait(_short);
            }
        }, background: true);
        Patience.Until(() => Volatile.Read(ref waits), "it has begun");
        var other = mutex.Lock(); // as soon as it waits
        Patience.Until(() => DebuggerText.Of(condition) == "0 waiting", "its time is over");
        other.Dispose();
        thread.Ends();
        Assert.False(result);
        Assert.True(mutex.TryLock(out _));
    }

    [Fact]
    public async Task A_monitor()
    {
        var monitor = new AsyncMonitor();
        Assert.True(monitor.TryEnter(out var key));
        Assert.False(monitor.TryEnter(out _));
        Assert.False(monitor.TryEnter(_short, out _));
        Assert.Null(await monitor.TryEnterAsync(_short));
        Assert.False(monitor.TryWait(_short));
        key.Dispose();
        Assert.True(monitor.TryEnter(out _));
    }

    [Fact]
    public async Task Readers_and_writers()
    {
        var access = new AsyncReaderWriterLock();
        Assert.True(access.TryReaderLock(out var reader));
        Assert.True(access.TryReaderLock(TimeSpan.Zero, out var second));
        Assert.False(access.TryWriterLock(out _));
        Assert.False(Patience.NotEarlierThan(_short, () => access.TryWriterLock(_short, out _)));
        Assert.Null(await access.TryWriterLockAsync(_short));
        using (await access.TryReaderLockAsync(_short)) { } // the writers who gave up are in nobody's way
        Assert.Throws<TaskCanceledException>(() => access.TryWriterLock(Patience.Long, out _, _cancelled));
        reader.Dispose();
        second.Dispose();
        using var writer = await access.TryWriterLockAsync(TimeSpan.Zero);
        Assert.NotNull(writer);
        Assert.False(access.TryReaderLock(_short, out _));
        Assert.Null(await access.TryReaderLockAsync(_short));
        Assert.Equal("writer inside, 0 readers and 0 writers waiting", DebuggerText.Of(access));
    }
}
