using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Locks;

public sealed class ParkingMutexTests : LockContract
{
    private protected override ILock Create() => new ParkingMutex();

    private protected override bool WaitersSleep => true;

    [Fact]
    public void Waiters_sleep_and_the_debugger_counts_them()
    {
        var mutex = new ParkingMutex();
        mutex.Acquire();
        var group = new ThreadGroup();
        for (var i = 0; i < 3; i++) group.Start($"waiter {i}", () => mutex.Hold().Dispose(), background: true);
        UntilWaiting(mutex, 3);
        foreach (var waiter in group.Workers) Patience.UntilAsleep(waiter);
        Assert.Equal($"held by thread {Environment.CurrentManagedThreadId}, 3 waiting", DebuggerText.Of(mutex));
        mutex.Release();
        group.End();
        Assert.Equal("free", DebuggerText.Of(mutex));
    }

    // A woken thread that spins must take the mutex as contended, or its own release wakes nobody.
    [Fact]
    public void Of_many_sleeping_waiters_none_is_forgotten()
    {
        for (var round = 0; round < 20; round++)
        {
            var mutex = new ParkingMutex();
            mutex.Acquire();
            var group = new ThreadGroup();
            for (var i = 0; i < 5; i++) group.Start($"waiter {i}", () => mutex.Hold().Dispose(), background: true);
            UntilWaiting(mutex, 5);
            mutex.Release();
            group.End();
        }
    }

    [Fact]
    public void When_the_sleeper_next_in_line_gives_up_the_one_behind_it_is_woken()
    {
        var mutex = new ParkingMutex();
        using var source = new CancellationTokenSource();
        mutex.Acquire();
        var first = WorkerThread.Start("first", () =>
            Assert.Throws<OperationCanceledException>(() => mutex.Acquire(source.Token)), background: true);
        UntilWaiting(mutex, 1);
        var second = WorkerThread.Start("second", () => mutex.Hold().Dispose(), background: true);
        UntilWaiting(mutex, 2);
        source.Cancel();
        first.Ends();
        mutex.Release();
        second.Ends();
    }

    private static void UntilWaiting(ParkingMutex mutex, int count) => Patience.Until(
        () => DebuggerText.Of(mutex).EndsWith($", {count} waiting"), $"{count} wait");
}
