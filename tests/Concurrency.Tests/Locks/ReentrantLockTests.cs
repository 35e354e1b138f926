using System.Reflection;
using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Tests.Locks;

public sealed class ReentrantLockTests : LockContract
{
    private protected override ILock Create() => new ReentrantLock();

    private protected override bool IsReentrant => true;

    private protected override bool WaitersSleep => true;

    private protected override string DisplayWhenHeld(int thread) => $"held by thread {thread}, depth 1";

    [Fact]
    public void It_is_free_for_others_only_after_as_many_releases_as_acquires()
    {
        var @lock = new ReentrantLock();
        @lock.Acquire();
        Assert.True(@lock.TryAcquire());
        Assert.True(@lock.TryAcquire(TimeSpan.Zero));
        for (var depth = 3; depth >= 1; depth--)
        {
            Assert.Equal(depth, @lock.Depth);
            Patience.OnAnotherThread(() => Assert.False(@lock.TryAcquire()));
            @lock.Release();
        }
        Assert.Equal(0, @lock.Depth);
        Patience.OnAnotherThread(() => Assert.True(@lock.TryAcquire()));
    }

    [Fact]
    public void Depth_is_zero_for_a_thread_that_does_not_hold_it()
    {
        var @lock = new ReentrantLock();
        @lock.Acquire();
        Patience.OnAnotherThread(() => Assert.Equal(0, @lock.Depth));
        Assert.Equal(1, @lock.Depth);
    }

    [Fact]
    public void A_cancelled_token_does_not_keep_the_holder_out()
    {
        var @lock = new ReentrantLock();
        @lock.Acquire();
        @lock.Acquire(new CancellationToken(canceled: true));
        Assert.Equal(2, @lock.Depth);
    }

    [Fact]
    public void A_bad_timeout_is_refused_for_the_holder_too()
    {
        var @lock = new ReentrantLock();
        @lock.Acquire();
        Assert.Throws<ArgumentOutOfRangeException>(() => @lock.TryAcquire(TimeSpan.FromMilliseconds(-2)));
        Assert.Equal(1, @lock.Depth);
    }

    [Fact]
    public void One_acquire_more_than_can_be_counted_is_refused_and_changes_nothing()
    {
        var @lock = new ReentrantLock();
        @lock.Acquire();
        typeof(ReentrantLock).GetField("_depth", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(@lock, int.MaxValue);
        Assert.Throws<OverflowException>(() => @lock.Acquire());
        Assert.Throws<OverflowException>(() => @lock.TryAcquire());
        Assert.Equal(int.MaxValue, @lock.Depth);
    }
}
