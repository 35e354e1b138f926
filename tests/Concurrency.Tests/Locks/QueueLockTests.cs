using System.Reflection;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Locks;

public sealed class QueueLockTests : LockContract
{
    private static readonly FieldInfo s_tail =
        typeof(QueueLock).GetField("_tail", BindingFlags.Instance | BindingFlags.NonPublic)!;

    private protected override ILock Create() => new QueueLock();

    [Fact]
    public void Waiters_are_served_in_the_order_of_arrival()
    {
        var @lock = new QueueLock();
        var served = new List<int>();
        @lock.Acquire();
        var group = new ThreadGroup();
        for (var i = 0; i < 5; i++) StartInLine(group, @lock, $"waiter {i}", Serve(@lock, served, i));
        @lock.Release();
        group.End();
        Assert.Equal([0, 1, 2, 3, 4], served);
        Assert.Equal("free", DebuggerText.Of(@lock));
    }

    [Fact]
    public void Waiters_that_leave_from_the_middle_and_from_the_end_do_not_disturb_the_order()
    {
        var @lock = new QueueLock();
        var served = new List<int>();
        using var leave = new CancellationTokenSource();
        @lock.Acquire();
        ThreadGroup staying = new(), leaving = new();
        void Leave() => Assert.Throws<OperationCanceledException>(() => @lock.Acquire(leave.Token));
        StartInLine(leaving, @lock, "leaves first", Leave);
        StartInLine(staying, @lock, "stays 0", Serve(@lock, served, 0));
        StartInLine(leaving, @lock, "leaves", Leave);
        StartInLine(leaving, @lock, "leaves too", Leave);
        StartInLine(staying, @lock, "stays 1", Serve(@lock, served, 1));
        StartInLine(leaving, @lock, "leaves last", Leave);
        leave.Cancel();
        leaving.End();
        StartInLine(staying, @lock, "stays 2", Serve(@lock, served, 2));
        @lock.Release();
        staying.End();
        Assert.Equal([0, 1, 2], served);
    }

    [Fact]
    public void A_lock_whose_only_waiter_has_left_is_free_after_the_release()
    {
        var @lock = new QueueLock();
        @lock.Acquire();
        Patience.OnAnotherThread(() => Assert.False(@lock.TryAcquire(TimeSpan.FromMilliseconds(5))));
        @lock.Release();
        Assert.Equal("free", DebuggerText.Of(@lock));
        Assert.True(@lock.TryAcquire());
    }

    private static Action Serve(QueueLock @lock, List<int> served, int number) =>
        () => { using (@lock.Hold()) served.Add(number); };

    private static void StartInLine(ThreadGroup group, QueueLock @lock, string name, Action body)
    {
        var before = s_tail.GetValue(@lock);
        group.Start(name, body, background: true);
        Patience.Until(() => s_tail.GetValue(@lock) != before, $"{name} is in the queue");
    }
}
