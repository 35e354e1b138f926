using System.Collections.Concurrent;
using Workbook.Concurrency.Semaphores;
using Workbook.Concurrency.Tests.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Semaphores;

public sealed class FifoSemaphoreTests : SemaphoreContract
{
    protected override ICountingSemaphore Make(int initial, int maximum) => new FifoSemaphore(initial, maximum);

    [Fact]
    public void Waiters_are_served_in_the_order_in_which_they_came()
    {
        var semaphore = new FifoSemaphore(0);
        var served = new ConcurrentQueue<int>();
        WorkerThread[] workers =
        [
            .. Enumerable.Range(1, 4).Select(n => Patience.StartWaiter(semaphore, () =>
            {
                semaphore.Acquire();
                served.Enqueue(n);
            }, asNumber: n)),
        ];
        for (var n = 1; n <= 4; n++)
        {
            semaphore.Release();
            Patience.MustEnd(workers[n - 1]);
            Assert.Equal(Enumerable.Range(1, n), served);
        }
    }

    [Fact]
    public void A_newcomer_cannot_take_a_permit_that_a_waiter_was_given()
    {
        for (var round = 0; round < 20; round++)
        {
            var semaphore = new FifoSemaphore(0);
            var worker = Patience.StartWaiter(semaphore, () => semaphore.Acquire());
            semaphore.Release();
            Assert.Equal(0, semaphore.CurrentCount);
            Assert.False(semaphore.TryAcquire());
            Assert.False(semaphore.TryAcquire(TimeSpan.Zero));
            Patience.MustEnd(worker);
        }
    }

    [Fact]
    public void Who_gives_up_leaves_the_queue_to_the_next()
    {
        var semaphore = new FifoSemaphore(0);
        using var source = new CancellationTokenSource();
        var first = Patience.StartWaiter(semaphore, () => semaphore.Acquire(source.Token));
        var second = Patience.StartWaiter(semaphore, () => semaphore.Acquire(), asNumber: 2);
        source.Cancel();
        Patience.MustFail<OperationCanceledException>(first);
        semaphore.Release();
        Patience.MustEnd(second);
        Assert.Equal("0 free, 0 waiting", DebuggerText.Of(semaphore));
    }
}
