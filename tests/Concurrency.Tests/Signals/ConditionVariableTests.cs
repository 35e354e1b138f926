using System.Collections.Concurrent;
using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Signals;

public sealed class ConditionVariableTests
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(20);

    private readonly ParkingMutex _mutex = new();
    private readonly ConditionVariable _condition;

    public ConditionVariableTests() => _condition = new ConditionVariable(_mutex);

    private WorkerThread StartWaiter(Action<ConditionVariable> wait, int asNumber = 1) => Patience.StartWaiter(_condition, () =>
    {
        _mutex.Acquire();
        try { wait(_condition); }
        finally { _mutex.Release(); } // throws, and fails the test, if the lock were not held
    }, asNumber);

    [Fact]
    public void Signal_wakes_one_in_the_order_in_which_they_came()
    {
        var woken = new ConcurrentQueue<int>();
        WorkerThread[] workers =
        [
            .. Enumerable.Range(1, 3).Select(n => StartWaiter(condition => { condition.Wait(); woken.Enqueue(n); }, asNumber: n)),
        ];
        for (var n = 1; n <= 3; n++)
        {
            using (_mutex.Hold()) _condition.Signal();
            Patience.MustEnd(workers[n - 1]);
            Assert.Equal(Enumerable.Range(1, n), woken);
            Assert.Equal($"{3 - n} waiting", DebuggerText.Of(_condition));
        }
    }

    [Fact]
    public void Broadcast_wakes_all()
    {
        WorkerThread[] workers = [.. Enumerable.Range(1, 3).Select(n => StartWaiter(condition => condition.Wait(), asNumber: n))];
        using (_mutex.Hold()) _condition.Broadcast();
        Patience.MustEnd(workers);
        Assert.Equal("0 waiting", DebuggerText.Of(_condition));
    }

    [Fact]
    public void A_signal_while_nobody_waits_is_not_remembered()
    {
        using var held = _mutex.Hold();
        _condition.Signal();
        _condition.Broadcast();
        Assert.False(_condition.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void Wait_releases_the_lock_while_it_sleeps_and_holds_it_on_return()
    {
        var heldOnReturn = false;
        var worker = StartWaiter(condition => { condition.Wait(); heldOnReturn = _mutex.IsHeldByCurrentThread; });
        Assert.True(_mutex.TryAcquire(Patience.Long)); // free while it sleeps
        _condition.Signal();
        Assert.False(worker.Join(TimeSpan.FromMilliseconds(1))); // woken, but it cannot return: the lock is ours
        _mutex.Release();
        Patience.MustEnd(worker);
        Assert.True(heldOnReturn);
    }

    [Fact]
    public void Wait_with_a_timeout_returns_true_when_woken()
    {
        var woken = false;
        var worker = StartWaiter(condition => woken = condition.Wait(Timeout.InfiniteTimeSpan));
        using (_mutex.Hold()) _condition.Signal();
        Patience.MustEnd(worker);
        Assert.True(woken);
    }

    [Fact]
    public void Wait_that_times_out_returns_false_not_too_early_and_with_the_lock_held()
    {
        using var held = _mutex.Hold();
        var start = Stopwatch.GetTimestamp();
        Assert.False(_condition.Wait(_short));
        Assert.True(Stopwatch.GetElapsedTime(start) >= _short);
        Assert.True(_mutex.IsHeldByCurrentThread);
        Assert.Equal("0 waiting", DebuggerText.Of(_condition));
    }

    [Fact]
    public void A_cancelled_wait_throws_with_the_lock_held()
    {
        using var source = new CancellationTokenSource();
        var heldOnThrow = false;
        var worker = StartWaiter(condition =>
        {
            try { condition.Wait(source.Token); }
            finally { heldOnThrow = _mutex.IsHeldByCurrentThread; }
        });
        source.Cancel();
        Assert.Equal(source.Token, Patience.MustFail<OperationCanceledException>(worker).CancellationToken);
        Assert.True(heldOnThrow);
        Assert.Equal("0 waiting", DebuggerText.Of(_condition));
    }

    [Fact]
    public void A_token_that_is_cancelled_before_means_do_not_wait()
    {
        var cancelled = new CancellationToken(canceled: true);
        using var held = _mutex.Hold();
        Assert.Throws<OperationCanceledException>(() => _condition.Wait(cancelled));
        Assert.Throws<OperationCanceledException>(() => _condition.Wait(Patience.Long, cancelled));
        Assert.True(_mutex.IsHeldByCurrentThread);
    }

    [Fact]
    public void A_cancelled_waiter_takes_the_lock_back_however_long_that_lasts()
    {
        using var source = new CancellationTokenSource();
        var worker = StartWaiter(condition => condition.Wait(source.Token));
        _mutex.Acquire();
        source.Cancel();
        Assert.False(worker.Join(TimeSpan.FromMilliseconds(1)));
        _mutex.Release();
        Patience.MustFail<OperationCanceledException>(worker);
    }

    [Fact]
    public void Without_the_lock_everything_is_refused()
    {
        Assert.Throws<SynchronizationLockException>(() => _condition.Wait());
        Assert.Throws<SynchronizationLockException>(() => _condition.Wait(TimeSpan.Zero));
        Assert.Throws<SynchronizationLockException>(_condition.Signal);
        Assert.Throws<SynchronizationLockException>(_condition.Broadcast);
        Assert.Throws<ArgumentNullException>(() => new ConditionVariable(null!));

        using (_mutex.Hold()) Assert.Throws<ArgumentOutOfRangeException>(() => _condition.Wait(TimeSpan.FromMilliseconds(-2)));
        Assert.False(_mutex.IsHeldByCurrentThread);
    }

    [Fact]
    public void A_lock_held_twice_is_refused_and_still_held_twice()
    {
        var twice = new CountingLock();
        var condition = new ConditionVariable(twice);
        twice.Acquire();
        Assert.False(condition.Wait(TimeSpan.Zero)); // held once: in order
        twice.Acquire();
        var refusal = Assert.Throws<InvalidOperationException>(() => condition.Wait());
        Assert.Contains("release the outer acquires", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, twice.Depth);
        Assert.Equal("0 waiting", DebuggerText.Of(condition));
    }

    // `while`, not `if`: between the signal and the return of Wait another consumer may have come by.
    [Fact]
    public void A_bounded_buffer_loses_nothing_and_gives_nothing_twice()
    {
        const int producers = 2, consumers = 2, each = 1500, capacity = 3;
        ConditionVariable notEmpty = new(_mutex), notFull = new(_mutex);
        var buffer = new Queue<int>();
        int most = 0, consumed = 0;
        var seen = new int[producers * each];

        void Produce(int producer)
        {
            for (var i = 0; i < each; i++)
            {
                using var held = _mutex.Hold();
                while (buffer.Count == capacity) notFull.Wait();
                buffer.Enqueue(producer * each + i);
                most = Math.Max(most, buffer.Count);
                notEmpty.Signal();
            }
        }

        void Consume()
        {
            for (var i = 0; i < producers * each / consumers; i++)
            {
                using var held = _mutex.Hold();
                while (buffer.Count == 0) notEmpty.Wait();
                seen[buffer.Dequeue()]++;
                consumed++;
                notFull.Signal();
            }
        }

        List<WorkerThread> group =
        [
            .. Enumerable.Range(0, producers).Select(p => WorkerThread.Start($"producer {p}", () => Produce(p), true)),
            .. Enumerable.Range(0, consumers).Select(c => WorkerThread.Start($"consumer {c}", Consume, true)),
        ];
        Patience.MustEnd(group);
        Assert.Equal(producers * each, consumed);
        Assert.All(seen, times => Assert.Equal(1, times));
        Assert.InRange(most, 1, capacity);
        Assert.Empty(buffer);
    }

    // The least reentrant lock there is, so that this test depends on no other.
    private sealed class CountingLock : ILock
    {
        private readonly ParkingMutex _inner = new();

        public int Depth { get; private set; }

        public bool IsHeldByCurrentThread => _inner.IsHeldByCurrentThread;

        public void Acquire(CancellationToken cancel = default)
        {
            if (!IsHeldByCurrentThread) _inner.Acquire(cancel);
            Depth++;
        }

        public bool TryAcquire() => throw new NotSupportedException();

        public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default) => throw new NotSupportedException();

        public void Release()
        {
            if (--Depth == 0) _inner.Release();
        }
    }
}
