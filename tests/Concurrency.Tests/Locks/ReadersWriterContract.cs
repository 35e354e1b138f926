using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Locks;

/// <summary>What every readers-writer lock promises beyond <see cref="LockContract"/>, which its writer's side passes.</summary>
public abstract class ReadersWriterContract : LockContract
{
    private protected abstract IReadersWriterLock CreateReadersWriter();

    private protected sealed override ILock Create() => CreateReadersWriter();

    private protected sealed override bool WaitersSleep => true;

    [Fact]
    public void Two_readers_are_inside_together()
    {
        var table = CreateReadersWriter();
        table.AcquireRead();
        Patience.OnAnotherThread(() =>
        {
            table.AcquireRead();
            Assert.Equal("2 reading, 0 waiting", DebuggerText.Of(table));
            table.ReleaseRead();
            Assert.True(table.TryAcquireRead());
            table.ReleaseRead();
            Assert.True(table.TryAcquireRead(TimeSpan.Zero));
            table.ReleaseRead();
        });
        table.ReleaseRead();
        Assert.Equal("free", DebuggerText.Of(table));
    }

    [Fact]
    public void A_reader_keeps_writers_out_and_is_not_the_holder()
    {
        var table = CreateReadersWriter();
        table.AcquireRead();
        Assert.False(table.IsHeldByCurrentThread);
        Patience.OnAnotherThread(() =>
        {
            Assert.False(table.TryAcquire());
            Assert.False(Patience.NotEarlierThan(Short, () => table.TryAcquire(Short)));
        });
        table.ReleaseRead();
        Patience.OnAnotherThread(() => Assert.True(table.TryAcquire()));
    }

    [Fact]
    public void A_writer_keeps_readers_out() => WhileAnotherHolds(CreateReadersWriter(), held =>
    {
        var table = (IReadersWriterLock)held;
        var cancelled = new CancellationToken(canceled: true);
        Assert.False(table.TryAcquireRead());
        Assert.False(table.TryAcquireRead(TimeSpan.Zero));
        Assert.False(Patience.NotEarlierThan(Short, () => table.TryAcquireRead(Short)));
        Assert.Throws<OperationCanceledException>(() => table.AcquireRead(cancelled));
        Assert.Throws<OperationCanceledException>(() => table.TryAcquireRead(Timeout.InfiniteTimeSpan, cancelled));
        Assert.Throws<OperationCanceledException>(() => { using (table.HoldRead(cancelled)) { } });
        Assert.Throws<SynchronizationLockException>(table.ReleaseRead); // none of them came in
    });

    [Fact]
    public void A_cancelled_token_does_not_keep_a_reader_out_of_a_free_lock()
    {
        var table = CreateReadersWriter();
        var cancelled = new CancellationToken(canceled: true);
        table.AcquireRead(cancelled);
        Assert.True(table.TryAcquireRead(Patience.Long, cancelled));
        Assert.Equal("2 reading, 0 waiting", DebuggerText.Of(table));
    }

    [Fact]
    public void A_reader_timeout_out_of_range_is_refused()
    {
        var table = CreateReadersWriter();
        Assert.Throws<ArgumentOutOfRangeException>(() => table.TryAcquireRead(TimeSpan.FromMilliseconds(-2)));
        var tooLong = TimeSpan.FromMilliseconds((double)int.MaxValue + 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.TryAcquireRead(tooLong));
        Assert.Equal("free", DebuggerText.Of(table));
    }

    [Fact]
    public void All_readers_that_wait_come_in_together_when_the_writer_leaves()
    {
        var table = CreateReadersWriter();
        using var all = new Barrier(3);
        table.Acquire();
        var group = new ThreadGroup();
        for (var i = 0; i < 3; i++)
            group.Start($"reader {i}", () =>
            {
                using (table.HoldRead()) Assert.True(all.SignalAndWait(Patience.Long), "the readers were not inside together");
            }, background: true);
        UntilWaiting(table, 3);
        table.Release();
        group.End();
        Assert.Equal("free", DebuggerText.Of(table));
    }

    [Fact]
    public void The_last_reader_lets_a_waiting_writer_in()
    {
        var table = CreateReadersWriter();
        table.AcquireRead();
        table.AcquireRead();
        var writer = WorkerThread.Start("writer", () => table.Hold().Dispose(), background: true);
        UntilWaiting(table, 1);
        table.ReleaseRead();
        Assert.Equal("1 reading, 1 waiting", DebuggerText.Of(table));
        table.ReleaseRead();
        writer.Ends();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_writer_that_gives_up_leaves_nobody_behind_it_waiting(bool cancelled)
    {
        var table = CreateReadersWriter();
        using var source = new CancellationTokenSource();
        table.AcquireRead();
        var writer = WorkerThread.Start("writer", () =>
        {
            if (cancelled) Assert.Throws<OperationCanceledException>(() => table.Acquire(source.Token));
            else Assert.False(table.TryAcquire(TimeSpan.FromMilliseconds(300)));
        }, background: true);
        if (cancelled) UntilWaiting(table, 1);
        var reader = WorkerThread.Start("reader", () => table.HoldRead().Dispose(), background: true);
        if (cancelled) source.Cancel();
        writer.Ends();
        reader.Ends(); // though the first reader is still inside
        Assert.Equal("1 reading, 0 waiting", DebuggerText.Of(table));
        table.ReleaseRead();
        Assert.True(table.TryAcquire());
    }

    [Fact]
    public void ReleaseRead_without_a_reader_is_refused_and_changes_nothing()
    {
        var table = CreateReadersWriter();
        Assert.Throws<SynchronizationLockException>(table.ReleaseRead);
        table.Acquire();
        Assert.Contains("once per AcquireRead", Assert.Throws<SynchronizationLockException>(table.ReleaseRead).Message);
        Assert.True(table.IsHeldByCurrentThread);
        table.Release();
        Assert.Equal("free", DebuggerText.Of(table));
    }

    [Fact]
    public void Release_by_a_reader_is_refused_and_changes_nothing()
    {
        var table = CreateReadersWriter();
        table.AcquireRead();
        Assert.Throws<SynchronizationLockException>(table.Release);
        Assert.Equal("1 reading, 0 waiting", DebuggerText.Of(table));
    }

    [Fact]
    public void The_writer_may_not_come_in_as_a_reader()
    {
        var table = CreateReadersWriter();
        table.Acquire();
        Assert.Throws<LockRecursionException>(() => table.AcquireRead());
        Assert.Throws<LockRecursionException>(() => table.TryAcquireRead());
        Assert.Throws<LockRecursionException>(() => table.TryAcquireRead(Patience.Long));
        Assert.True(table.IsHeldByCurrentThread);
        table.Release();
        Assert.Equal("free", DebuggerText.Of(table));
    }

    [Fact]
    public void HoldRead_goes_out_at_the_end_of_the_block_also_by_an_exception()
    {
        var table = CreateReadersWriter();
        using (table.HoldRead()) Assert.Equal("1 reading, 0 waiting", DebuggerText.Of(table));
        Assert.Equal("free", DebuggerText.Of(table));
        Action failing = () => { using (table.HoldRead()) throw new InvalidTimeZoneException(); };
        Assert.Throws<InvalidTimeZoneException>(failing);
        Assert.Equal("free", DebuggerText.Of(table));
    }

    [Fact]
    public void Readers_never_see_half_a_write_and_no_wake_up_is_lost()
    {
        var table = CreateReadersWriter();
        int x = 0, y = 0, torn = 0, written = 0;
        var group = new ThreadGroup();
        for (var t = 0; t < 2; t++)
        {
            var seed = t;
            group.Start($"writer {t}", () =>
            {
                var random = new Random(seed);
                for (var i = 0; i < 200; i++)
                {
                    var took = random.Next(2) == 0 ? table.TryAcquire(TimeSpan.FromMicroseconds(random.Next(300)))
                        : table.TryAcquire(Patience.Long);
                    if (!took) continue;
                    x++;
                    Thread.SpinWait(random.Next(50));
                    y++;
                    written++;
                    table.Release();
                }
            }, background: true);
        }
        for (var t = 0; t < 3; t++)
        {
            var seed = 100 + t;
            group.Start($"reader {t}", () =>
            {
                var random = new Random(seed);
                for (var i = 0; i < 400; i++)
                {
                    if (random.Next(2) == 0) table.AcquireRead();
                    else if (!table.TryAcquireRead(TimeSpan.FromMicroseconds(random.Next(300)))) continue;
                    if (x != y) Interlocked.Increment(ref torn);
                    table.ReleaseRead();
                }
            }, background: true);
        }
        group.End();
        Assert.Equal((0, written, written), (torn, x, y));
        Assert.Equal("free", DebuggerText.Of(table));
    }

    private protected static void UntilWaiting(IReadersWriterLock table, int count) => Patience.Until(
        () => DebuggerText.Of(table).EndsWith($", {count} waiting"), $"{count} wait");
}
