using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.Tests.Synchronization;

public sealed class SharedReentrantMutexTests : SynchronizationTests
{
    [Fact]
    public void It_is_free_after_as_many_releases_as_acquires()
    {
        using var mutex = SharedReentrantMutex.CreateAnonymous();
        Assert.Equal(AcquireResult.Acquired, mutex.Acquire());
        Assert.Equal(AcquireResult.Acquired, mutex.Acquire(Cancelled));
        Assert.Equal(AcquireResult.Acquired, mutex.TryAcquire(TimeSpan.Zero));
        Assert.Equal(3, mutex.Depth);
        Assert.Equal((0, AcquireResult.TimedOut), Elsewhere(() => (mutex.Depth, mutex.TryAcquire(TimeSpan.Zero))));
        mutex.Release();
        mutex.Release();
        Assert.Equal(AcquireResult.TimedOut, Elsewhere(() => mutex.TryAcquire(TimeSpan.Zero)));
        mutex.Release();
        Assert.Equal((0, false), (mutex.Depth, mutex.IsHeldByCurrentThread));
        Assert.Throws<SynchronizationLockException>(mutex.Release);
        Fails<SynchronizationLockException>(Start(mutex.Release));
    }

    [Fact]
    public void The_depth_of_a_dead_owner_is_not_inherited()
    {
        using var mutex = SharedReentrantMutex.CreateAnonymous();
        Elsewhere(() => (mutex.Acquire(), mutex.Acquire()));
        Assert.Equal(AcquireResult.Abandoned(Environment.ProcessId), mutex.TryAcquire(Long));
        Assert.Equal(1, mutex.Depth);
        mutex.Release();
        Assert.Equal("free", Shown(mutex));
    }

    [Fact]
    public void A_bad_timeout_is_refused_from_the_owner_too()
    {
        using var mutex = SharedReentrantMutex.CreateAnonymous();
        mutex.Acquire();
        Assert.Throws<ArgumentOutOfRangeException>(() => mutex.TryAcquire(TimeSpan.FromMilliseconds(-2)));
        mutex.Release();
    }
}
