using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Concurrency.Tests.Explored.Signals;

public sealed class ExploredConditionVariable
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    [Fact]
    public void No_wakeup_is_lost() => Explored.Holds(() =>
    {
        var (mutex, ready) = (new ParkingMutex(), false);
        var changed = new ConditionVariable(mutex);
        Together.Run(
            () =>
            {
                using var held = mutex.Hold();
                while (!ready) changed.Wait();
            },
            () =>
            {
                using var held = mutex.Hold();
                ready = true;
                changed.Signal();
            });
    });

    [Fact]
    public void Broadcast_wakes_all() => Explored.Holds(() =>
    {
        var (mutex, ready) = (new ParkingMutex(), false);
        var changed = new ConditionVariable(mutex);
        Together.Run(Wait, Wait, () =>
        {
            using var held = mutex.Hold();
            ready = true;
            changed.Broadcast();
        });

        void Wait()
        {
            using var held = mutex.Hold();
            while (!ready) changed.Wait();
        }
    }, bound: 1);

    [Fact]
    public void A_waiter_that_gives_up_takes_no_signal_from_another() => Explored.Holds(() =>
    {
        var (mutex, items) = (new ParkingMutex(), 0);
        var came = new ConditionVariable(mutex);
        var (impatient, patient) = (0, 0);
        Together.Run(
            () =>
            {
                using var held = mutex.Hold();
                var waits = true;
                while (items == 0 && waits) waits = came.Wait(_short);
                if (items > 0) (items, impatient) = (items - 1, 1);
            },
            () =>
            {
                using var held = mutex.Hold();
                while (items == 0) came.Wait();
                (items, patient) = (items - 1, 1);
            },
            () =>
            {
                for (var i = 0; i < 2; i++)
                {
                    using var held = mutex.Hold();
                    items++;
                    came.Signal();
                }
            });
        Assert.Equal(1, patient);
        Assert.Equal(2, items + impatient + patient);
    }, bound: 1);

    [Fact]
    public void Wait_comes_back_with_the_lock_whatever_ends_it() => Explored.Holds(() =>
    {
        var (mutex, entries) = (new ParkingMutex(), 0);
        var changed = new ConditionVariable(mutex);
        var source = new CancellationTokenSource();
        var waiter = Together.Start("waiter", () =>
        {
            mutex.Acquire();
            try { changed.Wait(source.Token); }
            catch (OperationCanceledException) { }
            catch (ThreadInterruptedException) { }
            Assert.True(mutex.IsHeldByCurrentThread);
            entries++;
            mutex.Release();
        });
        waiter.Interrupt();
        source.Cancel();
        mutex.Acquire();
        entries++;
        mutex.Release();
        waiter.Join();
        Assert.Equal(2, entries);
    }, bound: 1);
}
