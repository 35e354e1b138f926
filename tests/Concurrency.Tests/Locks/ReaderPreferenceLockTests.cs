using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Locks;

public sealed class ReaderPreferenceLockTests : ReadersWriterContract
{
    private protected override IReadersWriterLock CreateReadersWriter() => new ReaderPreferenceLock();

    [Fact]
    public void A_reader_does_not_wait_for_a_waiting_writer()
    {
        var table = new ReaderPreferenceLock();
        table.AcquireRead();
        var writer = WorkerThread.Start("writer", () => table.Hold().Dispose(), background: true);
        UntilWaiting(table, 1);
        Patience.OnAnotherThread(() =>
        {
            Assert.True(table.TryAcquireRead());
            table.ReleaseRead();
        });
        table.AcquireRead(); // the same reader once more
        table.ReleaseRead();
        Assert.Equal("1 reading, 1 waiting", DebuggerText.Of(table));
        table.ReleaseRead();
        writer.Ends();
    }

    [Fact]
    public void Readers_that_wait_come_in_before_a_writer_that_waited_longer()
    {
        var table = new ReaderPreferenceLock();
        var order = new List<string>();
        table.Acquire();
        var group = new ThreadGroup();
        group.Start("writer", () => { using (table.Hold()) order.Add("writer"); }, background: true);
        UntilWaiting(table, 1);
        group.Start("reader", () => { using (table.HoldRead()) order.Add("reader"); }, background: true);
        UntilWaiting(table, 2);
        table.Release();
        group.End();
        Assert.Equal(["reader", "writer"], order);
    }
}
