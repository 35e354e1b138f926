namespace Workbook.Concurrency.Tests.Explored.Async;

public sealed class ExploredAsyncReaderWriterLock
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    [Fact]
    public void Two_writers_exclude_each_other() => Explored.Proves(async () =>
    {
        var (@lock, entries) = (new AsyncReaderWriterLock(), 0); // plain: the lock orders the entries
        await Together.RunAsync(Write, Write);
        Assert.Equal(2, entries);

        async Task Write()
        {
            using (await @lock.WriterLockAsync()) entries++;
        }
    });

    [Fact]
    public void A_reader_sees_all_of_a_write_or_nothing() => Explored.Proves(() => Reads_and_writes(AsyncPreference.Writers));

    [Fact]
    public void And_where_readers_come_first() => Explored.Proves(() => Reads_and_writes(AsyncPreference.Readers));

    [Fact]
    public void And_in_the_order_of_arrival() => Explored.Proves(() => Reads_and_writes(AsyncPreference.Arrival));

    [Fact]
    public void Two_readers_meet_inside() => Explored.Proves(async () =>
    {
        var (@lock, both) = (new AsyncReaderWriterLock(), new AsyncBarrier(2));
        await Together.RunAsync(Read, Read);

        async Task Read()
        {
            using (await @lock.ReaderLockAsync()) await both.SignalAndWaitAsync();
        }
    });

    [Fact]
    public void A_writer_that_is_cancelled_lets_in_the_reader_behind_it() => Explored.Proves(async () =>
    {
        var (@lock, source) = (new AsyncReaderWriterLock(), new CancellationTokenSource());
        using var inside = await @lock.ReaderLockAsync();
        var writer = @lock.WriterLockAsync(source.Token).AsTask();
        await Together.RunAsync(Together.Now(source.Cancel), async () => (await @lock.ReaderLockAsync()).Dispose());
        Assert.False(await Together.Ends(writer));
    });

    [Fact]
    public void A_writer_that_is_cancelled_at_the_hand_over_loses_nothing() => Explored.Proves(async () =>
    {
        var (@lock, source) = (new AsyncReaderWriterLock(), new CancellationTokenSource());
        var reader = @lock.ReaderLock();
        var writer = @lock.WriterLockAsync(source.Token).AsTask();
        await Together.RunAsync(Together.Now(source.Cancel), Together.Now(reader.Dispose));
        var got = await Together.Ends(writer);
        Assert.NotEqual(got, @lock.TryWriterLock(out _));
    });

    [Fact]
    public void A_reader_that_is_cancelled_at_the_hand_over_loses_nothing() => Explored.Proves(async () =>
    {
        var (@lock, source) = (new AsyncReaderWriterLock(), new CancellationTokenSource());
        var writer = @lock.WriterLock();
        var reader = @lock.ReaderLockAsync(source.Token).AsTask();
        await Together.RunAsync(Together.Now(source.Cancel), Together.Now(writer.Dispose));
        var got = await Together.Ends(reader);
        Assert.NotEqual(got, @lock.TryWriterLock(out _));
    });

    [Fact]
    public void A_writer_whose_time_is_up_at_the_hand_over_loses_nothing() => Explored.Proves(async () =>
    {
        var @lock = new AsyncReaderWriterLock();
        var reader = @lock.ReaderLock();
        var wait = @lock.TryWriterLockAsync(_short);
        reader.Dispose();
        var got = await wait;
        Assert.NotEqual(got is not null, @lock.TryWriterLock(out _));
    });

    [Fact]
    public void A_thread_that_writes_and_a_task_that_reads_exclude_each_other() => Explored.Proves(async () =>
    {
        var (@lock, data) = (new AsyncReaderWriterLock(), 0);
        var thread = Together.Start("thread", () =>
        {
            using (@lock.WriterLock()) data++;
        });
        using (await @lock.ReaderLockAsync()) Assert.InRange(data, 0, 1);
        thread.Join();
    });

    private static async Task Reads_and_writes(AsyncPreference preference)
    {
        var (@lock, left, right) = (new AsyncReaderWriterLock(preference), 0, 0);
        await Together.RunAsync(
            async () =>
            {
                using (await @lock.WriterLockAsync())
                {
                    left++;
                    await Task.Yield();
                    right++;
                }
            },
            async () =>
            {
                using (await @lock.ReaderLockAsync()) Assert.Equal(left, right);
            });
        Assert.True(@lock.TryWriterLock(out _));
    }
}
