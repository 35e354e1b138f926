using Workbook.Concurrency.Tests.Async.Contract;

namespace Workbook.Concurrency.Tests.Async;

public sealed class AsyncPreferenceTests
{
    [Fact]
    public async Task Readers_first_lets_readers_pass_a_waiting_writer()
    {
        var access = new AsyncReaderWriterLock(AsyncPreference.Readers);
        var first = access.ReaderLock();
        var writer = access.WriterLockAsync().AsTask();
        var second = access.ReaderLock(); // does not wait
        first.Dispose();
        Assert.False(writer.IsCompleted);
        second.Dispose();
        var key = await writer.InTime();

        var nextWriter = access.WriterLockAsync().AsTask();
        var reader = access.ReaderLockAsync().AsTask();
        key.Dispose();
        (await reader.InTime()).Dispose(); // though the writer came earlier
        await nextWriter.InTime();
    }

    [Fact]
    public async Task By_arrival_readers_go_in_together_as_far_as_the_next_writer()
    {
        var access = new AsyncReaderWriterLock(AsyncPreference.Arrival);
        var first = access.WriterLock();
        Task<IDisposable> r1 = access.ReaderLockAsync(), r2 = access.ReaderLockAsync(), w = access.WriterLockAsync(),
            r3 = access.ReaderLockAsync();
        first.Dispose();
        await Task.WhenAll(r1, r2).InTime();
        Assert.False(w.IsCompleted || r3.IsCompleted);
        Assert.False(access.TryReaderLock(out _)); // nobody overtakes
        (await r1).Dispose();
        Assert.False(w.IsCompleted);
        (await r2).Dispose();
        var key = await w.InTime();
        Assert.False(r3.IsCompleted);
        key.Dispose();
        await r3.InTime();
    }

    [Fact]
    public async Task By_arrival_a_cancelled_writer_lets_go_only_the_readers_that_it_kept_back()
    {
        using var source = new CancellationTokenSource();
        var access = new AsyncReaderWriterLock(AsyncPreference.Arrival);
        _ = access.ReaderLock();
        Task<IDisposable> w1 = access.WriterLockAsync(source.Token), r1 = access.ReaderLockAsync(),
            w2 = access.WriterLockAsync(), r2 = access.ReaderLockAsync();
        await source.CancelAsync();
        await w1.IsCanceledInTime();
        await r1.InTime();
        Assert.False(w2.IsCompleted || r2.IsCompleted);
    }
}
