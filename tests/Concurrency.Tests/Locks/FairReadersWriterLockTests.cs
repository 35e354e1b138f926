using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Locks;

public sealed class FairReadersWriterLockTests : ReadersWriterContract
{
    private protected override IReadersWriterLock CreateReadersWriter() => new FairReadersWriterLock();

    [Fact]
    public void A_reader_that_comes_after_a_waiting_writer_waits_behind_it()
    {
        var table = new FairReadersWriterLock();
        var order = new List<string>();
        table.AcquireRead();
        var group = new ThreadGroup();
        group.Start("writer", () => { using (table.Hold()) order.Add("writer"); }, background: true);
        UntilWaiting(table, 1);
        Assert.False(table.TryAcquireRead());
        group.Start("reader", () => { using (table.HoldRead()) order.Add("reader"); }, background: true);
        UntilWaiting(table, 2);
        Assert.Equal("1 reading, 2 waiting", DebuggerText.Of(table));
        table.ReleaseRead();
        group.End();
        Assert.Equal(["writer", "reader"], order);
    }

    [Fact]
    public void All_are_served_in_the_order_of_arrival_and_readers_side_by_side_together()
    {
        var table = new FairReadersWriterLock();
        var order = new List<string>();
        using var both = new Barrier(2);
        table.Acquire();
        var group = new ThreadGroup();
        void Line(string name, Action body)
        {
            group.Start(name, body, background: true);
            UntilWaiting(table, group.Workers.Count);
        }
        Line("writer 1", () => { using (table.Hold()) order.Add("writer 1"); });
        for (var i = 0; i < 2; i++)
            Line($"reader {i}", () =>
            {
                using (table.HoldRead())
                {
                    Assert.True(both.SignalAndWait(Patience.Long), "the two readers were not inside together");
                    lock (order) order.Add("reader");
                }
            });
        Line("writer 2", () => { using (table.Hold()) order.Add("writer 2"); });
        Line("last reader", () => { using (table.HoldRead()) order.Add("last reader"); });
        table.Release();
        group.End();
        Assert.Equal(["writer 1", "reader", "reader", "writer 2", "last reader"], order);
        Assert.Equal("free", DebuggerText.Of(table));
    }
}
