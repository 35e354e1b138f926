using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async.Contract;

/// <summary>Writers exclude each other as the holders of any lock do; the rest is about readers.</summary>
public sealed class AsyncReaderWriterLockContract : KeyedLockContract
{
    private static readonly CancellationToken _cancelled = new(canceled: true);
    private AsyncReaderWriterLock _lock = new();

    private protected override Task<IDisposable> LockAsync() => _lock.WriterLockAsync();

    private protected override Task<IDisposable> LockAsync(CancellationToken cancel) => _lock.WriterLockAsync(cancel);

    private protected override IDisposable Lock() => _lock.WriterLock();

    private protected override IDisposable Lock(CancellationToken cancel) => _lock.WriterLock(cancel);

    private protected override void Renew() => _lock = new();

    [Fact]
    public async Task Readers_share_and_the_last_one_out_lets_the_writer_in()
    {
        List<IDisposable> readers = [_lock.ReaderLock(), _lock.ReaderLockAsync().AsTask().Now(), _lock.ReaderLock(_cancelled)];
        var writer = _lock.WriterLockAsync().AsTask();
        foreach (var reader in readers)
        {
            Assert.False(writer.IsCompleted);
            reader.Dispose();
            reader.Dispose(); // does not count for the next
        }
        await writer.InTime();
    }

    [Fact]
    public async Task A_readers_key_disposed_twice_never_releases_the_hold_of_another()
    {
        IDisposable stale = _lock.ReaderLock();
        stale.Dispose();
        var reader = _lock.ReaderLock(); // in its place
        stale.Dispose();
        var writer = _lock.WriterLockAsync().AsTask();
        Assert.False(writer.IsCompleted);
        reader.Dispose();
        var key = await writer.InTime();
        stale.Dispose();
        Assert.False(_lock.ReaderLockAsync().AsTask().IsCompleted);
        key.Dispose();
    }

    [Fact]
    public async Task A_writer_that_leaves_lets_in_all_readers()
    {
        var writer = _lock.WriterLock();
        Task<IDisposable>[] readers = [_lock.ReaderLockAsync(), _lock.ReaderLockAsync(), _lock.ReaderLockAsync()];
        var thread = WorkerThread.Start("reader", () => _lock.ReaderLock().Dispose(), background: true);
        Patience.UntilAsleep(thread);
        Assert.DoesNotContain(readers, reader => reader.IsCompleted);
        writer.Dispose();
        await Task.WhenAll(readers).InTime();
        thread.Ends();
    }

    [Fact]
    public async Task A_waiting_writer_goes_before_readers_also_those_who_came_earlier()
    {
        var first = _lock.WriterLock();
        var reader = _lock.ReaderLockAsync().AsTask();
        var writer = _lock.WriterLockAsync().AsTask();
        first.Dispose();
        var key = await writer.InTime();
        Assert.False(reader.IsCompleted);
        key.Dispose();
        await reader.InTime();
    }

    [Fact]
    public async Task New_readers_queue_up_behind_a_waiting_writer()
    {
        var first = _lock.ReaderLock();
        var writer = _lock.WriterLockAsync().AsTask();
        var second = _lock.ReaderLockAsync().AsTask();
        Assert.False(writer.IsCompleted || second.IsCompleted);
        Assert.True(_lock.ReaderLockAsync(_cancelled).AsTask().IsCanceled);
        first.Dispose();
        (await writer.InTime()).Dispose();
        await second.InTime();
    }

    [Fact]
    public async Task Cancelling_the_last_waiting_writer_lets_the_readers_in()
    {
        using CancellationTokenSource one = new(), two = new();
        _ = _lock.ReaderLock();
        var writer = _lock.WriterLockAsync(one.Token).AsTask();
        var thread = WorkerThread.Start("writer",
            () => Assert.Throws<TaskCanceledException>(() => _lock.WriterLock(two.Token)), background: true);
        Patience.UntilAsleep(thread);
        var reader = _lock.ReaderLockAsync().AsTask();
        await one.CancelAsync();
        await writer.IsCanceledInTime();
        Assert.False(reader.IsCompleted);
        await two.CancelAsync();
        thread.Ends();
        await reader.InTime();
    }

    [Fact]
    public async Task A_cancelled_reader_leaves_the_queue()
    {
        using var source = new CancellationTokenSource();
        var writer = _lock.WriterLock();
        var reader = _lock.ReaderLockAsync(source.Token).AsTask();
        await source.CancelAsync();
        await reader.IsCanceledInTime();
        writer.Dispose();
        _lock.WriterLockAsync().AsTask().Now().Dispose();
    }

    [Fact]
    public async Task Readers_never_see_a_write_half_done()
    {
        const int Rounds = 200;
        var (left, right) = (0, 0);
        Task[] readers = [Task.Run(Read), Task.Run(Read)];
        var writers = new ThreadGroup();
        for (var i = 0; i < 2; i++) writers.Start($"writer {i}", Write, background: true);
        await Task.WhenAll(readers).InTime();
        writers.End();
        Assert.Equal((2 * Rounds, 2 * Rounds), (left, right));

        void Write()
        {
            for (var i = 0; i < Rounds; i++)
            {
                using (_lock.WriterLock())
                {
                    left++;
                    right++;
                }
            }
        }

        async Task Read()
        {
            for (var i = 0; i < Rounds; i++)
            {
                using (await _lock.ReaderLockAsync())
                {
                    var seen = left;
                    await Task.Yield();
                    Assert.Equal(seen, right);
                }
            }
        }
    }

    [Fact]
    public void Its_id_is_its_own_and_not_zero() => Ids.AreDistinct(() => new AsyncReaderWriterLock().Id, _lock.Id, _lock.Id);
}
