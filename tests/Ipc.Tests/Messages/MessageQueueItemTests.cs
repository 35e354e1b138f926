using Workbook.Concurrency.Tests;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Messages;

namespace Workbook.Ipc.Tests.Messages;

/// <summary>What travels through a queue, and what does not.</summary>
public sealed class MessageQueueItemTests
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(20);

    public sealed record Login(string Name, string Password, int[] Numbers);

    public sealed class Unwritable
    {
        public string Name => "fine";
        public string Secret => throw new InvalidOperationException("not to be read");
    }

    [Fact]
    public void Objects_arrive_with_their_values()
    {
        using var queue = MessageQueue<Login?>.CreateAnonymous(4);
        queue.Put(new Login("Ann", "s3cret", [1, 2, 3]));
        queue.Put(null);
        Assert.True(queue.Take(out var login));
        Assert.Equal(("Ann", "s3cret"), (login!.Name, login.Password));
        Assert.Equal([1, 2, 3], login.Numbers);
        Assert.True(queue.Take(out login));
        Assert.Null(login);
    }

    [Fact]
    public void Long_items_arrive_whole()
    {
        using var queue = MessageQueue<byte[]>.CreateAnonymous(4, maxBytes: 1 << 16);
        for (var round = 0; round < 50; round++)
        {
            var item = new byte[20_000 + (round * 100)];
            new Random(round).NextBytes(item);
            Assert.True(queue.TryPut(item));
            Assert.True(queue.TryTake(out var taken));
            Assert.Equal(item, taken);
        }
    }

    [Fact]
    public void An_item_that_cannot_be_written_is_refused_and_the_queue_lives()
    {
        using var queue = MessageQueue<Unwritable>.CreateAnonymous(1);
        Assert.ThrowsAny<Exception>(() => queue.Put(new Unwritable()));
        Assert.ThrowsAny<Exception>(() => queue.TryPut(new Unwritable()));
        Assert.Equal(0, queue.Count);
        Assert.Equal(0, queue.UnfinishedTasks);
        queue.Put(null!); // the slot is free
        Assert.True(queue.TryTake(out var item));
        Assert.Null(item);
    }

    [Fact]
    public void An_item_that_cannot_be_read_is_told_to_the_taker_and_the_queue_lives()
    {
        using var queue = MessageQueue<Login>.CreateAnonymous(2);
        queue.Bytes.Put([5, (byte)'{']);
        queue.Put(new Login("Ann", "", []));
        Assert.ThrowsAny<Exception>(() => queue.Take(out _));
        Assert.True(queue.Take(out var login));
        Assert.Equal("Ann", login.Name);
    }

    [Fact]
    public void An_item_longer_than_the_queue_takes_is_refused_in_one_sentence()
    {
        using var queue = MessageQueue<byte[]>.CreateAnonymous(4, maxBytes: 1024);
        Assert.Equal(504, queue.Bytes.LongestMessage);
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => queue.Put(new byte[504])); // and its kind
        Assert.Contains("A message of 505 bytes is too long for this queue, which takes up to 504; make it with more bytes.",
            refused.Message);
        Assert.True(queue.TryPut(new byte[503]));
        Assert.True(queue.TryTake(out var item));
        Assert.Equal(503, item.Length);
    }

    [Fact]
    public void A_queue_full_of_bytes_is_full_below_its_capacity()
    {
        using var queue = MessageQueue<byte[]>.CreateAnonymous(1_000, maxBytes: 1024);
        var puts = 0;
        while (queue.TryPut(new byte[100])) puts++;
        Assert.InRange(puts, 5, 9);
        Assert.False(queue.IsFull); // in items
        var worker = Patience.StartWaiter(queue, () => queue.Put(new byte[400]));
        for (var i = 0; i < puts; i++) Assert.True(queue.TryTake(out _));
        Patience.MustEnd(worker);
        Assert.True(queue.TryTake(out var item));
        Assert.Equal(400, item.Length);
    }

    [Fact]
    public void A_queue_travels_through_a_queue()
    {
        using var inner = MessageQueue<int>.CreateAnonymous(3);
        using var outer = MessageQueue<MessageQueue<int>>.CreateAnonymous(3);
        outer.Put(inner);
        Assert.True(outer.Take(out var same));
        using (same)
        {
            same.Put(42);
            Assert.Equal(3, same.Capacity);
        }
        Assert.True(inner.TryTake(out var item));
        Assert.Equal(42, item);
    }

    [Fact]
    public void JoinTasks_waits_until_each_item_is_done()
    {
        using var queue = MessageQueue<int>.CreateAnonymous(4);
        Assert.True(queue.JoinTasks(TimeSpan.Zero)); // none yet
        queue.Put(1);
        queue.Put(2);
        Assert.Equal(2, queue.UnfinishedTasks);
        Assert.True(queue.Take(out _));
        Assert.True(queue.Take(out _));
        Assert.False(Patience.NotEarlierThan(_short, () => queue.JoinTasks(_short)));
        queue.TaskDone();
        var worker = WorkerThread.Start("joiner", () => queue.JoinTasks(), background: true);
        Assert.False(worker.Join(_short));
        queue.TaskDone();
        Patience.MustEnd(worker);
        Assert.Equal(0, queue.UnfinishedTasks);
        queue.Put(3);
        Assert.False(queue.JoinTasks(TimeSpan.Zero));
    }

    [Fact]
    public void More_TaskDone_than_items_taken_is_refused()
    {
        using var queue = MessageQueue<int>.CreateAnonymous(4);
        Assert.Throws<InvalidOperationException>(queue.TaskDone);
        queue.Put(1);
        Assert.Throws<InvalidOperationException>(queue.TaskDone); // put, but not taken
        Assert.True(queue.Take(out _));
        queue.TaskDone();
        Assert.Throws<InvalidOperationException>(queue.TaskDone);
        Assert.Equal(0, queue.UnfinishedTasks);
    }

    [Fact]
    public unsafe void Tasks_are_counted_on_beyond_what_fits_a_counter()
    {
        using var queue = MessageQueue<int>.CreateAnonymous(4);
        var layout = queue.Bytes.Layout;
        (layout->Tail, layout->Head, layout->TasksDone) = (0xFFFF_FFFE_0000_0000, 0xFFFF_FFFE_0000_0000, 0xFFFF_FFFE);
        (layout->TailSeen, layout->HeadSeen) = (layout->Tail, layout->Head);
        for (var item = 0; item < 4; item++) queue.Put(item);
        for (var left = 4; left > 0; left--)
        {
            Assert.Equal(left, queue.UnfinishedTasks);
            Assert.True(queue.Take(out _));
            queue.TaskDone();
        }
        Assert.True(queue.JoinTasks(TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(queue.TaskDone);
        layout->TasksDone -= 0x9000_0000; // items of which nobody ever said that they are done
        Assert.Equal(int.MaxValue, queue.UnfinishedTasks);
        layout->Head -= 1UL << 32; // one is not taken
        queue.TaskDone();
    }

    [Fact]
    public void After_its_end_tasks_are_not_counted()
    {
        var queue = MessageQueue<int>.CreateAnonymous(4);
        queue.Dispose();
        Assert.Throws<ObjectDisposedException>(() => queue.UnfinishedTasks);
        Assert.Throws<ObjectDisposedException>(queue.TaskDone);
        Assert.Throws<ObjectDisposedException>(() => queue.JoinTasks(TimeSpan.Zero));
    }

    [Fact]
    public void Cancellation_ends_JoinTasks()
    {
        using var queue = MessageQueue<int>.CreateAnonymous(4);
        queue.Put(1);
        using var source = new CancellationTokenSource();
        var worker = WorkerThread.Start("joiner", () => queue.JoinTasks(source.Token), background: true);
        Assert.False(worker.Join(_short));
        source.Cancel();
        Patience.MustFail<OperationCanceledException>(worker);
        Assert.Throws<OperationCanceledException>(() => queue.JoinTasks(new CancellationToken(canceled: true)));
    }
}
