using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Queues;

/// <summary>What holds besides for every queue that can be full.</summary>
public abstract class BoundedQueueContract : QueueContract
{
    protected abstract IBlockingQueue<int> Make(int capacity);

    protected override IBlockingQueue<int> Make() => Make(1_000);

    private protected override IBlockingQueue<int> MakeForStorm() => Make(1);

    [Fact]
    public void A_capacity_below_one_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(-1));
        Assert.Equal(1, Make(1).Capacity);
    }

    [Fact]
    public void A_full_queue_takes_nothing_more_until_there_is_room()
    {
        var queue = Make(3);
        for (var i = 1; i <= 3; i++) Assert.True(queue.TryPut(i));
        Assert.True(queue.IsFull);
        Assert.False(queue.TryPut(4));
        Assert.False(queue.TryPut(4, TimeSpan.Zero));
        Assert.Equal(3, queue.Count);
        Assert.True(queue.TryTake(out var taken));
        Assert.False(queue.IsFull);
        Assert.True(queue.TryPut(4));
        Assert.Equal([1, 2, 3, 4], Drain(queue).Append(taken).Order());
    }

    [Fact]
    public void Put_waits_for_room()
    {
        var queue = Make(1);
        queue.Put(1);
        var worker = Patience.StartWaiter(queue, () => queue.Put(2));
        Assert.True(queue.Take(out var first));
        Patience.MustEnd(worker);
        Assert.Equal(1, first);
        Assert.Equal([2], Drain(queue));
    }

    [Fact]
    public void TryPut_waits_for_room_until_its_time_is_over()
    {
        var queue = Make(1);
        queue.Put(1);
        Assert.False(Patience.NotEarlierThan(Short, () => queue.TryPut(2, Short)));
        var worker = Patience.StartWaiter(queue, () => Assert.True(queue.TryPut(3, Patience.Long)));
        Assert.True(queue.Take(out _));
        Patience.MustEnd(worker);
        Assert.Equal([3], Drain(queue));
    }

    [Fact]
    public void Each_take_wakes_one_who_waits_for_room()
    {
        var queue = Make(2);
        queue.Put(1);
        queue.Put(2);
        WorkerThread[] workers =
            [.. Enumerable.Range(3, 3).Select(n => Patience.StartWaiter(queue, () => queue.Put(n), asNumber: n - 2))];
        Assert.True(queue.Take(out var first));
        Assert.True(queue.Take(out var second));
        Patience.UntilShown(queue, "1 waiting");
        Assert.True(queue.Take(out var third));
        Patience.MustEnd(workers);
        Assert.Equal([1, 2, 3, 4, 5], Drain(queue).Concat([first, second, third]).Order());
    }

    [Fact]
    public void Put_with_a_cancelled_token_does_not_wait()
    {
        var queue = Make(1);
        queue.Put(1);
        Assert.Equal(Cancelled, Assert.Throws<OperationCanceledException>(() => queue.Put(2, Cancelled)).CancellationToken);
        Assert.Throws<OperationCanceledException>(() => queue.TryPut(2, Patience.Long, Cancelled));
        Assert.Equal([1], Drain(queue));
    }

    [Fact]
    public void Cancellation_ends_a_put_that_waits_and_adds_nothing()
    {
        var queue = Make(1);
        queue.Put(1);
        using var source = new CancellationTokenSource();
        var first = Patience.StartWaiter(queue, () => queue.Put(2, source.Token));
        var second = Patience.StartWaiter(queue, () => queue.TryPut(3, Patience.Long, source.Token), asNumber: 2);
        source.Cancel();
        Assert.Equal(source.Token, Patience.MustFail<OperationCanceledException>(first).CancellationToken);
        Assert.Equal(source.Token, Patience.MustFail<OperationCanceledException>(second).CancellationToken);
        Assert.Equal([1], Drain(queue));
    }

    [Fact]
    public void An_interrupt_ends_a_put_that_waits_and_adds_nothing()
    {
        var queue = Make(1);
        queue.Put(1);
        var (worker, thread) = StartInterruptible(queue, () => queue.Put(2));
        thread.Interrupt();
        Patience.MustFail<ThreadInterruptedException>(worker);
        Assert.Equal([1], Drain(queue));
    }

    [Fact]
    public void Close_refuses_all_who_wait_for_room_and_keeps_what_is_in_it()
    {
        var queue = Make(1);
        queue.Put(1);
        var first = Patience.StartWaiter(queue, () => queue.Put(2));
        var second = Patience.StartWaiter(queue, () => Assert.False(queue.TryPut(3, Patience.Long)), asNumber: 2);
        queue.Close();
        Patience.MustFail<InvalidOperationException>(first);
        Patience.MustEnd(second);
        Assert.Equal([1], Drain(queue));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Nothing_is_lost_when_it_is_full_and_empty_all_the_time(int capacity)
    {
        const int threads = 2, each = 1_500;
        var queue = Make(capacity);
        var taken = new List<int>[threads];
        var tooMany = 0;
        var putting = Enumerable.Range(0, threads).Select(p => WorkerThread.Start($"producer {p}", () =>
        {
            for (var i = 0; i < each; i++)
            {
                queue.Put(p * each + i);
                if (queue.Count is var count && (count < 0 || count > capacity)) Interlocked.Increment(ref tooMany);
            }
        }, background: true)).ToList();
        var taking = Enumerable.Range(0, threads).Select(c => WorkerThread.Start($"consumer {c}", () =>
            taken[c] = [.. queue.TakeAll()], background: true)).ToList();
        Patience.MustEnd(putting);
        queue.Close();
        Patience.MustEnd(taking);
        Assert.Equal(0, tooMany);
        Assert.Equal(Enumerable.Range(0, threads * each), taken.SelectMany(items => items).Order());
    }

    [Fact]
    public void The_debugger_shows_items_capacity_close_and_waiters()
    {
        var queue = Make(2);
        Assert.Equal("0 of 2, 0 waiting", DebuggerText.Of(queue));
        queue.Put(1);
        queue.Put(2);
        var worker = Patience.StartWaiter(queue, () => Assert.False(queue.TryPut(3, Patience.Long)));
        Assert.Equal("2 of 2, 1 waiting", DebuggerText.Of(queue));
        queue.Close();
        Patience.MustEnd(worker);
        Assert.Equal("2 of 2, closed, 0 waiting", DebuggerText.Of(queue));
    }
}
