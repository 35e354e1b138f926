using Workbook.Concurrency.Threads;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.Tests.Synchronization;

public sealed class SharedConditionTests : SynchronizationTests
{
    private readonly SharedMutex _mutex = SharedMutex.CreateAnonymous();
    private readonly SharedCondition _condition;
    private int _woken; // by Interlocked

    public SharedConditionTests() => _condition = SharedCondition.CreateAnonymous(_mutex, mostWaiters: 8);

    private WorkerThread StartWaiter(int asNumber, CancellationToken cancel = default)
    {
        var waiter = Start(() =>
        {
            using var hold = _mutex.Hold();
            var result = _condition.Wait(cancel);
            Assert.True(_mutex.IsHeldByCurrentThread);
            Assert.Equal(new ConditionResult(IsWoken: true), result);
            Interlocked.Increment(ref _woken);
        });
        UntilShown(_condition, $"{asNumber} waiting");
        return waiter;
    }

    private void Notify(int count)
    {
        using var hold = _mutex.Hold();
        _condition.Notify(count);
    }

    private void Finish()
    {
        _condition.Dispose();
        _mutex.Dispose();
    }

    [Fact]
    public void Notify_wakes_as_many_as_it_says_in_the_order_in_which_they_came()
    {
        var order = new List<int>();
        var waiters = Enumerable.Range(0, 6).Select(i =>
        {
            var waiter = Start(() =>
            {
                using var hold = _mutex.Hold();
                _condition.Wait();
                order.Add(i);
            });
            UntilShown(_condition, $"{i + 1} waiting");
            return waiter;
        }).ToArray();

        Notify(1);
        End(waiters[0]);
        Notify(2);
        End(waiters[1], waiters[2]);
        Assert.Equal("3 waiting", Shown(_condition)); // the others were not woken
        Assert.Equal(0, order[0]);
        using (_mutex.Hold()) _condition.NotifyAll();
        End(waiters);
        Assert.Equal([0, 1, 2, 3, 4, 5], order.Order());
        Finish();
    }

    [Fact]
    public void A_notification_is_not_remembered()
    {
        Notify(5);
        _mutex.Acquire();
        Assert.False(_condition.Wait(TimeSpan.FromMilliseconds(1)).IsWoken);
        _mutex.Release();
        Finish();
    }

    [Fact]
    public void A_wait_whose_time_is_over_has_the_mutex_again()
    {
        _mutex.Acquire();
        NotEarlierThan(TimeSpan.FromMilliseconds(50), () =>
            Assert.Equal(new ConditionResult(IsWoken: false), _condition.Wait(TimeSpan.FromMilliseconds(50))));
        Assert.True(_mutex.IsHeldByCurrentThread);
        Assert.Equal("0 waiting", Shown(_condition));
        _mutex.Release();
        Finish();
    }

    [Fact]
    public void A_cancelled_wait_throws_and_has_the_mutex()
    {
        using var source = new CancellationTokenSource();
        var waiter = Start(() =>
        {
            _mutex.Acquire();
            try { _condition.Wait(source.Token); }
            finally
            {
                Assert.True(_mutex.IsHeldByCurrentThread);
                _mutex.Release();
            }
        });
        UntilShown(_condition, "1 waiting");
        source.Cancel();
        Fails<OperationCanceledException>(waiter);
        _mutex.Acquire();
        Assert.Throws<OperationCanceledException>(() => _condition.Wait(Cancelled));
        Assert.True(_mutex.IsHeldByCurrentThread);
        _mutex.Release();
        Finish();
    }

    [Fact]
    public void WaitFor_asks_first_and_after_each_notification()
    {
        var items = 0;
        using (_mutex.Hold()) Assert.True(_condition.WaitFor(() => true, Cancelled).IsWoken);
        var waiter = Start(() =>
        {
            using var hold = _mutex.Hold();
            Assert.True(_condition.WaitFor(() => items == 3).IsWoken);
        });
        for (var item = 1; item <= 3; item++)
        {
            UntilShown(_condition, "1 waiting");
            using var hold = _mutex.Hold();
            items = item;
            _condition.Notify();
        }
        End(waiter);
        using (_mutex.Hold())
        {
            NotEarlierThan(TimeSpan.FromMilliseconds(30), () =>
                Assert.False(_condition.WaitFor(() => false, TimeSpan.FromMilliseconds(30)).IsWoken));
        }
        Finish();
    }

    [Fact]
    public void Everything_wants_the_mutex()
    {
        foreach (var use in new Action[]
                 {
                     () => _condition.Wait(), () => _condition.Wait(TimeSpan.Zero), () => _condition.WaitFor(() => true),
                     () => _condition.Notify(), _condition.NotifyAll,
                 })
        {
            Assert.Throws<SynchronizationLockException>(use);
        }
        _mutex.Acquire();
        Assert.Throws<ArgumentOutOfRangeException>(() => _condition.Notify(0));
        _mutex.Release();
        Assert.Throws<ArgumentOutOfRangeException>(() => { SharedCondition.CreateAnonymous(_mutex, 0); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { SharedCondition.CreateAnonymous(_mutex, 5000); });
        Finish();
    }

    [Fact]
    public void One_waiter_too_many_is_refused_and_keeps_the_mutex()
    {
        var waiters = Enumerable.Range(1, 8).Select(i => StartWaiter(i)).ToArray();
        _mutex.Acquire();
        Assert.Contains(
            "create the condition for more", Assert.Throws<InvalidOperationException>(() => _condition.Wait()).Message);
        Assert.True(_mutex.IsHeldByCurrentThread);
        _condition.NotifyAll();
        _mutex.Release();
        End(waiters);
        Assert.Equal(8, _woken);
        Finish();
    }

    [Fact]
    public void A_full_table_gives_the_slot_of_a_dead_waiter_away_and_its_notification_to_another_one()
    {
        using var condition = SharedCondition.CreateAnonymous(_mutex, mostWaiters: 2);
        using var region = SharedRegion.FromTicket(condition.WriteTicket(new()).Split('\n')[0], new());
        const int FirstSlot = 64 + 16;
        region.ValueAt<uint>(FirstSlot) = 1; // waiting, as a thread that started a tick before a living one, and so is dead
        region.ValueAt<ulong>(FirstSlot + 8) = ThreadMark.OfThisThread - (1UL << 32);
        var other = Start(() =>
        {
            using var hold = _mutex.Hold();
            Assert.True(condition.Wait().IsWoken);
        });
        UntilShown(condition, "2 waiting");
        using (_mutex.Hold())
        {
            region.ValueAt<uint>(FirstSlot) = 2; // notified
            Assert.False(condition.Wait(TimeSpan.FromMilliseconds(1)).IsWoken);
        }
        End(other);
        Assert.Equal("0 waiting", Shown(condition));
        condition.Dispose();
        Finish();
    }

    [Fact]
    public void A_mutex_that_was_abandoned_meanwhile_is_told_to_the_waiter()
    {
        var waiter = Start(() =>
        {
            using var hold = _mutex.Hold();
            var result = _condition.WaitFor(() => throw new NotSupportedException("must not look"));
        });
        Fails<NotSupportedException>(waiter);

        var asked = 0;
        var told = default(ConditionResult);
        waiter = Start(() =>
        {
            using var hold = _mutex.Hold();
            told = _condition.WaitFor(() => ++asked > 1);
        });
        UntilShown(_condition, "1 waiting");
        End(Start(() =>
        {
            _mutex.Acquire();
            _condition.Notify(); // and ends with the mutex
        }));
        End(waiter);
        Assert.Equal((new ConditionResult(IsWoken: false, Environment.ProcessId), 1), (told, asked));
        Finish();
    }

    [Fact]
    public void Producers_and_consumers_lose_nothing_under_stress()
    {
        using var notEmpty = SharedCondition.CreateAnonymous(_mutex);
        using var notFull = SharedCondition.CreateAnonymous(_mutex);
        const int Each = 500, Capacity = 3;
        var (items, taken) = (0, 0);
        var producers = Enumerable.Range(0, 2).Select(_ => Start(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                using var hold = _mutex.Hold();
                notFull.WaitFor(() => items < Capacity);
                items++;
                notEmpty.Notify();
            }
        }));
        var consumers = Enumerable.Range(0, 2).Select(_ => Start(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                using var hold = _mutex.Hold();
                notEmpty.WaitFor(() => items > 0);
                items--;
                taken++;
                notFull.Notify();
            }
        }));
        WorkerThread[] all = [.. producers, .. consumers];
        End(all);
        Assert.Equal((0, 2 * Each), (items, taken));
        Finish();
    }
}
