using System.Collections.Concurrent;
using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Queues;

/// <summary>What holds for every blocking queue, whatever its order and whether or not it can be full.</summary>
public abstract class QueueContract
{
    private protected static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);
    private protected static readonly CancellationToken Cancelled = new(canceled: true);

    /// <summary>A queue with room for 1,000 at least.</summary>
    protected abstract IBlockingQueue<int> Make();

    /// <summary>What comes out, in order, when these were put and nothing is put any more.</summary>
    protected abstract IEnumerable<int> InOrder(IEnumerable<int> items);

    /// <summary>Puts items, closes, and takes until the queue says that it is over.</summary>
    private protected static List<int> Drain(IBlockingQueue<int> queue)
    {
        queue.Close();
        var taken = new List<int>();
        while (queue.Take(out var item)) taken.Add(item);
        return taken;
    }

    /// <summary>Starts a thread, and tells which, so that it may be interrupted.</summary>
    private protected static (WorkerThread Worker, Thread Thread) StartInterruptible(object queue, Action body)
    {
        Thread? thread = null;
        var worker = Patience.StartWaiter(queue, () =>
        {
            Volatile.Write(ref thread, Thread.CurrentThread);
            body();
        });
        return (worker, Volatile.Read(ref thread)!);
    }

    [Fact]
    public void Items_come_out_in_the_order_of_the_queue()
    {
        int[] items = [5, 3, 8, 1, 9, 2, 7, 0, 6, 4, 15, 11, 13];
        var queue = Make();
        foreach (var item in items) queue.Put(item);
        Assert.Equal(InOrder(items), Drain(queue));
    }

    [Fact]
    public void Puts_and_takes_may_alternate()
    {
        var queue = Make();
        var model = new List<int>(); // in the order of the puts
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            if (model.Count < 900 && random.Next(100) < 55)
            {
                queue.Put(i * 7919 % 2003);
                model.Add(i * 7919 % 2003);
            }
            else if (model.Count > 0)
            {
                Assert.True(queue.TryTake(out var item));
                Assert.Equal(InOrder(model).First(), item);
                model.Remove(item);
            }
            Assert.Equal(model.Count, queue.Count);
        }
        Assert.Equal(InOrder(model), Drain(queue));
    }

    [Fact]
    public void The_getters_tell_what_is_in_it()
    {
        var queue = Make();
        Assert.True(queue.Capacity >= 1_000);
        Assert.True(queue.IsEmpty);
        Assert.Equal(0, queue.Count);
        queue.Put(1);
        queue.Put(2);
        Assert.Equal(2, queue.Count);
        Assert.False(queue.IsEmpty);
        Assert.False(queue.IsFull);
        Assert.False(queue.IsClosed);
        queue.Close();
        Assert.True(queue.IsClosed);
        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public void TryTake_from_an_empty_queue_returns_false()
    {
        var queue = Make();
        Assert.False(queue.TryTake(out _));
        Assert.False(queue.TryTake(out _, TimeSpan.Zero));
    }

    [Fact]
    public void TryPut_adds_and_TryTake_removes()
    {
        var queue = Make();
        Assert.True(queue.TryPut(1));
        Assert.True(queue.TryTake(out var item));
        Assert.Equal(1, item);
        Assert.True(queue.TryPut(2, Short));
        Assert.True(queue.TryTake(out item, Short));
        Assert.Equal(2, item);
    }

    [Fact]
    public void Take_waits_for_an_item()
    {
        var queue = Make();
        var taken = 0;
        var worker = Patience.StartWaiter(queue, () => Assert.True(queue.Take(out taken)));
        queue.Put(42);
        Patience.MustEnd(worker);
        Assert.Equal(42, taken);
    }

    [Fact]
    public void TryTake_waits_for_an_item_until_its_time_is_over()
    {
        var queue = Make();
        Assert.False(Patience.NotEarlierThan(Short, () => queue.TryTake(out _, Short)));
        var taken = 0;
        var worker = Patience.StartWaiter(queue, () => Assert.True(queue.TryTake(out taken, Patience.Long)));
        queue.Put(42);
        Patience.MustEnd(worker);
        Assert.Equal(42, taken);
    }

    [Fact]
    public void Each_put_wakes_one_who_waits()
    {
        var queue = Make();
        var taken = new ConcurrentQueue<int>();
        WorkerThread[] workers =
        [
            .. Enumerable.Range(1, 4).Select(n => Patience.StartWaiter(queue, () =>
            {
                Assert.True(queue.Take(out var item));
                taken.Enqueue(item);
            }, asNumber: n)),
        ];
        queue.Put(1);
        queue.Put(2);
        Patience.Until(() => taken.Count == 2, "two of four have an item");
        Patience.UntilShown(queue, "2 waiting");
        queue.Put(3);
        queue.Put(4);
        Patience.MustEnd(workers);
        Assert.Equal([1, 2, 3, 4], taken.Order());
    }

    [Fact]
    public void Who_takes_sees_what_was_written_before_the_put()
    {
        var queue = Make();
        int written = 0, seen = 0;
        var worker = Patience.StartWaiter(queue, () =>
        {
            queue.Take(out _);
            seen = written;
        });
        written = 42;
        queue.Put(1);
        Patience.MustEnd(worker);
        Assert.Equal(42, seen);
    }

    [Fact]
    public void A_timeout_out_of_range_is_refused_although_no_wait_is_needed()
    {
        var queue = Make();
        queue.Put(1);
        foreach (var timeout in new[] { TimeSpan.FromMilliseconds(-2), TimeSpan.FromMilliseconds(1.0 + int.MaxValue) })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => queue.TryPut(2, timeout));
            Assert.Throws<ArgumentOutOfRangeException>(() => queue.TryTake(out _, timeout));
        }
        Assert.Equal([1], Drain(queue));
    }

    [Fact]
    public void A_cancelled_token_does_not_matter_while_no_wait_is_needed()
    {
        var queue = Make();
        queue.Put(1, Cancelled);
        Assert.True(queue.TryPut(2, Short, Cancelled));
        Assert.True(queue.Take(out _, Cancelled));
        Assert.True(queue.TryTake(out _, Short, Cancelled));
        queue.Close();
        Assert.False(queue.Take(out _, Cancelled));
        Assert.False(queue.TryTake(out _, Short, Cancelled));
        Assert.False(queue.TryPut(3, Short, Cancelled));
        Assert.Throws<InvalidOperationException>(() => queue.Put(3, Cancelled));
    }

    [Fact]
    public void Take_with_a_cancelled_token_does_not_wait()
    {
        var queue = Make();
        Assert.Equal(Cancelled, Assert.Throws<OperationCanceledException>(() => queue.Take(out _, Cancelled)).CancellationToken);
        Assert.Throws<OperationCanceledException>(() => queue.TryTake(out _, Patience.Long, Cancelled));
        Assert.Throws<OperationCanceledException>(() => queue.TryTake(out _, TimeSpan.Zero, Cancelled));
    }

    [Fact]
    public void Cancellation_ends_a_take_that_waits_and_removes_nothing()
    {
        var queue = Make();
        using var source = new CancellationTokenSource();
        var first = Patience.StartWaiter(queue, () => queue.Take(out _, source.Token));
        var second = Patience.StartWaiter(queue, () => queue.TryTake(out _, Patience.Long, source.Token), asNumber: 2);
        source.Cancel();
        Assert.Equal(source.Token, Patience.MustFail<OperationCanceledException>(first).CancellationToken);
        Assert.Equal(source.Token, Patience.MustFail<OperationCanceledException>(second).CancellationToken);
        Patience.UntilShown(queue, "0 waiting");
        queue.Put(1);
        Assert.Equal([1], Drain(queue));
    }

    [Fact]
    public void An_interrupt_ends_a_take_that_waits_and_removes_nothing()
    {
        var queue = Make();
        var (worker, thread) = StartInterruptible(queue, () => queue.Take(out _));
        thread.Interrupt();
        Patience.MustFail<ThreadInterruptedException>(worker);
        Patience.UntilShown(queue, "0 waiting");
        queue.Put(1);
        Assert.Equal([1], Drain(queue));
    }

    [Fact]
    public void A_closed_queue_refuses_puts_and_gives_what_is_left()
    {
        var queue = Make();
        queue.Put(1);
        queue.Put(2);
        queue.Close();
        Assert.Throws<InvalidOperationException>(() => queue.Put(3));
        Assert.False(queue.TryPut(3));
        Assert.False(queue.TryPut(3, Patience.Long));
        Assert.Equal(InOrder([1, 2]), Drain(queue));
    }

    [Fact]
    public void Take_from_a_closed_empty_queue_returns_false_every_time()
    {
        var queue = Make();
        queue.Close();
        queue.Close();
        for (var i = 0; i < 2; i++)
        {
            Assert.False(queue.Take(out _));
            Assert.False(queue.TryTake(out _));
            Assert.False(queue.TryTake(out _, Patience.Long));
        }
    }

    [Fact]
    public void Close_tells_all_who_wait_for_an_item_that_none_will_come()
    {
        var queue = Make();
        var workers = Enumerable.Range(1, 3)
            .Select(n => Patience.StartWaiter(queue, () => Assert.False(queue.Take(out _)), asNumber: n)).ToList();
        workers.Add(Patience.StartWaiter(queue, () => Assert.False(queue.TryTake(out _, Patience.Long)), asNumber: 4));
        queue.Close();
        Patience.MustEnd(workers);
        Assert.EndsWith("0, closed, 0 waiting", DebuggerText.Of(queue).Replace($" of {queue.Capacity}", ""));
    }

    [Fact]
    public void TakeAll_takes_until_closed_and_drained()
    {
        var queue = Make();
        var all = queue.TakeAll(); // nothing is taken yet
        queue.Put(1);
        queue.Put(2);
        Assert.Equal(2, queue.Count);
        queue.Close();
        Assert.Equal(InOrder([1, 2]), all);
    }

    [Fact]
    public void TakeAll_leaves_the_rest_to_others_when_it_is_broken_off()
    {
        var queue = Make();
        for (var i = 1; i <= 3; i++) queue.Put(i);
        var first = queue.TakeAll().First();
        Assert.Equal(InOrder([1, 2, 3]), [first, .. Drain(queue)]);
    }

    [Fact]
    public void TakeAll_that_waits_is_ended_by_its_token()
    {
        var queue = Make();
        using var source = new CancellationTokenSource();
        var seen = new ConcurrentQueue<int>();
        var worker = Patience.StartWaiter(queue, () =>
        {
            foreach (var item in queue.TakeAll(source.Token)) seen.Enqueue(item);
        });
        queue.Put(1);
        Patience.Until(() => seen.Count == 1, "the first item is seen");
        source.Cancel();
        Patience.MustFail<OperationCanceledException>(worker);
    }

    [Fact]
    public void Nothing_is_lost_and_nothing_comes_twice()
    {
        const int producers = 3, consumers = 3, each = 4_000;
        var queue = Make();
        var taken = new List<int>[consumers];
        WorkerThread[] putting =
        [
            .. Enumerable.Range(0, producers).Select(p => WorkerThread.Start($"producer {p}", () =>
            {
                for (var i = 0; i < each; i++) queue.Put(p * each + i);
            }, background: true)),
        ];
        WorkerThread[] taking =
        [
            .. Enumerable.Range(0, consumers).Select(c => WorkerThread.Start($"consumer {c}", () =>
                taken[c] = [.. queue.TakeAll()], background: true)),
        ];
        Patience.MustEnd(putting);
        queue.Close();
        Patience.MustEnd(taking);
        Assert.Equal(Enumerable.Range(0, producers * each), taken.SelectMany(items => items).Order());
    }

    // The close falls among the puts, anywhere: what was accepted comes out, and false is said only after it.
    [Fact]
    public void A_close_in_the_middle_loses_nothing_that_was_accepted()
    {
        for (var round = 0; round < 40; round++)
        {
            var queue = Make();
            var start = new CyclicBarrier(5);
            int accepted = 0, taken = 0;
            List<WorkerThread> workers = [];
            for (var n = 0; n < 2; n++)
            {
                workers.Add(WorkerThread.Start($"producer {n}", () =>
                {
                    start.SignalAndWait();
                    while (queue.TryPut(1, Patience.Long)) Interlocked.Increment(ref accepted);
                    Assert.True(queue.IsClosed);
                }, background: true));
                workers.Add(WorkerThread.Start($"consumer {n}", () =>
                {
                    start.SignalAndWait();
                    while (queue.Take(out var item)) Interlocked.Add(ref taken, item);
                    Assert.True(queue.IsClosed);
                    Assert.False(queue.TryTake(out _)); // drained is final
                }, background: true));
            }
            start.SignalAndWait();
            Patience.Until(() => Volatile.Read(ref taken) > round, "some were taken");
            queue.Close();
            Patience.MustEnd(workers);
            Assert.Equal(accepted, taken);
            Assert.Equal(0, queue.Count);
        }
    }

    // An item or a wake-up that reaches a thread in the moment in which it gives up is where such code loses one.
    [Fact]
    public void Nothing_is_lost_in_a_storm_of_timeouts_cancellations_and_interrupts()
    {
        const int pairs = 2, rounds = 120;
        var queue = MakeForStorm();
        var threads = new ConcurrentBag<Thread>();
        int accepted = 0, taken = 0, running = 2 * pairs;

        void Storm(int seed, Func<TimeSpan, CancellationToken, bool> attempt, Action succeeded)
        {
            threads.Add(Thread.CurrentThread);
            var random = new Random(seed);
            for (var i = 0; i < rounds; i++)
            {
                try
                {
                    using var source = new CancellationTokenSource();
                    if (i % 3 == 0) source.CancelAfter(random.Next(2));
                    if (attempt(TimeSpan.FromMilliseconds(random.Next(3)), source.Token)) succeeded();
                }
                catch (OperationCanceledException) { }
                catch (ThreadInterruptedException) { }
            }
            Interlocked.Decrement(ref running);
        }

        List<WorkerThread> workers = [];
        for (var n = 0; n < pairs; n++)
        {
            var seed = n;
            workers.Add(WorkerThread.Start($"producer {n}", () =>
                Storm(seed, (timeout, cancel) => queue.TryPut(1, timeout, cancel), () => Interlocked.Increment(ref accepted)),
                background: true));
            workers.Add(WorkerThread.Start($"consumer {n}", () =>
                Storm(-seed, (timeout, cancel) => queue.TryTake(out _, timeout, cancel), () => Interlocked.Increment(ref taken)),
                background: true));
        }
        Patience.Until(() =>
        {
            foreach (var thread in threads) thread.Interrupt();
            Thread.Yield();
            return Volatile.Read(ref running) == 0;
        }, "the storm is over");
        Patience.MustEnd(workers);

        taken += Drain(queue).Count;
        Assert.Equal(accepted, taken);
        Assert.EndsWith("closed, 0 waiting", DebuggerText.Of(queue));
    }

    /// <summary>One that is full and empty often, if it can be full.</summary>
    private protected virtual IBlockingQueue<int> MakeForStorm() => Make();
}
