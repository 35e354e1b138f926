using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Threads;

public sealed class WaitQueueTests
{
    private readonly ParkingMutex _guard = new();
    private readonly WaitQueue _queue;

    public WaitQueueTests() => _queue = new WaitQueue(_guard);

    [Fact]
    public void Waiters_leave_in_the_order_in_which_they_came()
    {
        using var hold = _guard.Hold();
        Waiter first = _queue.Enqueue("a"), second = _queue.Enqueue(), third = _queue.Enqueue();
        Assert.Equal("Count = 3", DebuggerText.Of(_queue));
        Assert.Same(first, _queue.First);
        Assert.Equal("a", first.Kind);
        Assert.Equal([first, second, third], [_queue.Dequeue(), _queue.Dequeue(), _queue.Dequeue()]);
        Assert.Null(_queue.Dequeue());
        Assert.True(_queue.IsEmpty);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void EnqueueFirst_goes_before_all_others()
    {
        using var hold = _guard.Hold();
        Waiter second = _queue.Enqueue(), first = _queue.EnqueueFirst();
        Assert.Equal([first, second], [_queue.Dequeue(), _queue.Dequeue()]);
        var alone = _queue.EnqueueFirst();
        var behind = _queue.Enqueue();
        Assert.Equal([alone, behind], [_queue.Dequeue(), _queue.Dequeue()]);
    }

    [Fact]
    public void Await_returns_true_for_a_waiter_that_was_taken_out_and_signalled()
    {
        var waiting = WorkerThread.Start("waiting", () =>
            Assert.True(_queue.Await(Enqueue(), Deadline.After(Patience.Long), default)), background: true);
        Patience.Until(() => _queue.Count == 1, "it waits");
        Dequeue()!.Signal();
        waiting.Ends();
    }

    [Fact]
    public void A_waiter_that_gives_up_has_left_the_queue()
    {
        Waiter before = Enqueue(), me = Enqueue(), after = Enqueue();
        Assert.False(_queue.Await(me, Deadline.After(TimeSpan.Zero), default));
        Assert.False(me.IsQueued);
        Assert.Equal(2, _queue.Count);
        Assert.Equal([before, after, null], [Dequeue(), Dequeue(), Dequeue()]);
    }

    [Fact]
    public void A_cancelled_waiter_has_left_the_queue()
    {
        var me = Enqueue();
        Assert.False(_queue.Await(me, Deadline.Never, new CancellationToken(canceled: true)));
        Assert.True(_queue.IsEmpty);
    }

    // What was handed over must not be lost: chosen and out of time at once counts as chosen.
    [Fact]
    public void A_waiter_that_was_taken_out_before_it_gave_up_accepts()
    {
        var me = Enqueue();
        Assert.Same(me, Dequeue());
        Assert.True(_queue.Await(me, Deadline.After(TimeSpan.Zero), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_permit_left_over_from_an_earlier_wait_does_not_end_this_one()
    {
        Parker.OfThisThread.Unpark();
        Assert.False(_queue.Await(Enqueue(), Deadline.After(TimeSpan.FromMilliseconds(5)), default));
    }

    [Fact]
    public void An_interrupted_waiter_has_left_the_queue() => Patience.OnAnotherThread(() =>
    {
        var me = Enqueue();
        Thread.CurrentThread.Interrupt(); // takes effect at the next block
        Assert.Throws<ThreadInterruptedException>(() => _queue.Await(me, Deadline.Never, default));
        Assert.True(_queue.IsEmpty);
    });

    // One who stays in the queue swallows the next wake-up.
    [Fact]
    public void A_second_interrupt_while_it_leaves_does_not_keep_a_waiter_in_the_queue() => Patience.OnAnotherThread(() =>
    {
        var guard = new InterruptedLock();
        var queue = new WaitQueue(guard);
        Waiter me;
        using (guard.Hold()) me = queue.Enqueue();
        guard.ToCome = 1;
        Thread.CurrentThread.Interrupt(); // ends the sleep
        Assert.Throws<ThreadInterruptedException>(() => queue.Await(me, Deadline.Never, default));
        Assert.True(queue.IsEmpty);
        Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(Patience.Long)); // the second, kept for the next wait
    });

    [Fact]
    public void The_debugger_shows_the_thread_of_a_waiter() => WorkerThread.Start("Ann", () =>
    {
        var me = Enqueue();
        Assert.Equal("Ann, Signaled = False", DebuggerText.Of(me));
        me.Signal();
        Assert.Equal("Ann, Signaled = True", DebuggerText.Of(me));
    }, background: true).Ends();

    private Waiter Enqueue() { using (_guard.Hold()) return _queue.Enqueue(); }

    private Waiter? Dequeue() { using (_guard.Hold()) return _queue.Dequeue(); }

    // Interrupted when it is waited for, as a lock that sleeps may be.
    private sealed class InterruptedLock : ILock
    {
        private readonly TestAndTestAndSetLock _lock = new();

        public int ToCome { get; set; }

        public bool IsHeldByCurrentThread => _lock.IsHeldByCurrentThread;

        public void Acquire(CancellationToken cancel = default)
        {
            if (ToCome-- > 0) throw new ThreadInterruptedException();
            _lock.Acquire(cancel);
        }

        public bool TryAcquire() => _lock.TryAcquire();

        public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default) => _lock.TryAcquire(timeout, cancel);

        public void Release() => _lock.Release();
    }
}
