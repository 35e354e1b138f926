using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Locks;

public sealed class BiasedReadersWriterLockTests : ReadersWriterContract
{
    private protected override IReadersWriterLock CreateReadersWriter() => new BiasedReadersWriterLock();

    [Fact]
    public void A_second_read_by_the_same_thread_goes_the_long_way_and_both_are_released()
    {
        var table = new BiasedReadersWriterLock();
        table.AcquireRead();
        table.AcquireRead();
        Assert.Equal("2 reading, 0 waiting", DebuggerText.Of(table));
        table.ReleaseRead();
        Assert.Equal("1 reading, 0 waiting", DebuggerText.Of(table));
        table.ReleaseRead();
        Assert.Equal("free", DebuggerText.Of(table));
    }

    [Fact]
    public void A_writer_that_gave_up_over_a_reader_in_the_table_does_not_hide_it_from_the_next()
    {
        var table = new BiasedReadersWriterLock();
        table.AcquireRead();
        Patience.OnAnotherThread(() => Assert.False(table.TryAcquire()));
        Patience.OnAnotherThread(() => Assert.False(table.TryAcquire(Short)));
        table.ReleaseRead();
        Patience.OnAnotherThread(() => Assert.True(table.TryAcquire()));
    }

    [Fact]
    public void A_reader_that_comes_after_a_waiting_writer_waits_behind_it()
    {
        var table = new BiasedReadersWriterLock();
        var order = new List<string>();
        table.AcquireRead();
        var group = new ThreadGroup();
        group.Start("writer", () => { using (table.Hold()) order.Add("writer"); }, background: true);
        UntilWaiting(table, 1);
        group.Start("reader", () => { using (table.HoldRead()) order.Add("reader"); }, background: true);
        UntilWaiting(table, 2);
        table.ReleaseRead();
        group.End();
        Assert.Equal(["writer", "reader"], order);
    }
}
