using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Pools;

public sealed class JobQueueTests
{
    private sealed class Numbered(int number) : Job
    {
        public int Number => number;

        public override void Run() { }

        public override void Drop() { }
    }

    private static int Taken(JobQueue queue)
    {
        Assert.True(queue.Take(out var job));
        return ((Numbered)job).Number;
    }

    [Fact]
    public void Jobs_come_out_in_the_order_in_which_they_went_in()
    {
        var queue = new JobQueue();
        for (var i = 0; i < 3; i++) Assert.True(queue.TryPut(new Numbered(i)));
        Assert.Equal(3, queue.Count);
        Assert.Equal(0, Taken(queue));
        Assert.True(queue.TryPut(new Numbered(3)));
        Assert.Equal([1, 2, 3], [Taken(queue), Taken(queue), Taken(queue)]);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void A_closed_one_refuses_puts_gives_out_what_is_left_and_then_says_that_it_is_over()
    {
        var queue = new JobQueue();
        queue.TryPut(new Numbered(1));
        queue.Close();
        Assert.False(queue.TryPut(new Numbered(2)));
        Assert.Equal(1, Taken(queue));
        Assert.False(queue.Take(out var none));
        Assert.Null(none);
    }

    [Fact]
    public void CloseAndRemoveAll_hands_out_the_chain_once()
    {
        var queue = new JobQueue();
        queue.TryPut(new Numbered(1));
        queue.TryPut(new Numbered(2));
        var first = queue.CloseAndRemoveAll();
        Assert.Equal([1, 2], [((Numbered)first!).Number, ((Numbered)first.Next!).Number]);
        Assert.Null(first.Next!.Next);
        Assert.Null(queue.CloseAndRemoveAll());
        Assert.False(queue.Take(out _));
    }

    [Fact]
    public void A_put_wakes_one_sleeper_and_Close_wakes_all()
    {
        var queue = new JobQueue();
        var takers = Enumerable.Range(1, 3)
            .Select(n => WorkerThread.Start($"taker {n}", () => queue.Take(out _), background: true)).ToList();
        Patience.UntilShown(queue, "0 searching, 3 asleep");
        queue.TryPut(new Numbered(1));
        Patience.UntilShown(queue, "Count = 0, Closed = False, 0 searching, 2 asleep");
        queue.Close();
        Patience.MustEnd(takers);
        Assert.Equal("Count = 0, Closed = True, 0 searching, 0 asleep", DebuggerText.Of(queue));
    }

    [Fact]
    public void Two_puts_wake_two_sleepers_although_each_wakes_at_most_one()
    {
        var queue = new JobQueue();
        var takers = Enumerable.Range(1, 2)
            .Select(n => WorkerThread.Start($"taker {n}", () => queue.Take(out _), background: true)).ToList();
        Patience.UntilShown(queue, "2 asleep");
        queue.TryPut(new Numbered(1));
        queue.TryPut(new Numbered(2));
        Patience.MustEnd(takers);
        Assert.Equal("Count = 0, Closed = False, 0 searching, 0 asleep", DebuggerText.Of(queue));
    }

    [Fact]
    public void An_interrupted_sleeper_leaves_and_takes_nothing()
    {
        var queue = new JobQueue();
        Thread? thread = null;
        var taker = WorkerThread.Start("taker", () => { thread = Thread.CurrentThread; queue.Take(out _); }, background: true);
        Patience.UntilShown(queue, "1 asleep");
        thread!.Interrupt();
        Patience.MustFail<ThreadInterruptedException>(taker);
        Assert.Equal("Count = 0, Closed = False, 0 searching, 0 asleep", DebuggerText.Of(queue));
        queue.TryPut(new Numbered(1));
        Assert.Equal(1, Taken(queue));
    }
}
