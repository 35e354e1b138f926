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

    [Theory]
    [InlineData(AsyncPreference.Writers)]
    [InlineData(AsyncPreference.Readers)]
    [InlineData(AsyncPreference.Arrival)]
    public async Task Cancellations_among_readers_and_writers_lose_no_hold_and_leave_nobody_waiting(AsyncPreference preference)
    {
        var access = new AsyncReaderWriterLock(preference);
        var (readers, writers) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() => Storm(new Random(seed))))).InTime();
        Assert.Equal("0 readers inside, 0 readers and 0 writers waiting", DebuggerText.Of(access));

        async Task Storm(Random random)
        {
            for (var i = 0; i < 500; i++)
            {
                using var source = new CancellationTokenSource();
                var writes = random.Next(3) == 0;
                var wait = (writes ? access.WriterLockAsync(source.Token) : access.ReaderLockAsync(source.Token)).AsTask();
                if (random.Next(2) == 0) await source.CancelAsync();
                try
                {
                    using (await wait) await (writes ? Write() : Read());
                }
                catch (OperationCanceledException) { }
            }
        }

        async Task Write()
        {
            Assert.Equal((1, 0), (Interlocked.Increment(ref writers), Volatile.Read(ref readers)));
            await Task.Yield();
            Assert.Equal((0, 0), (Interlocked.Decrement(ref writers), Volatile.Read(ref readers)));
        }

        async Task Read()
        {
            Interlocked.Increment(ref readers);
            Assert.Equal(0, Volatile.Read(ref writers));
            await Task.Yield();
            Interlocked.Decrement(ref readers);
        }
    }
}
