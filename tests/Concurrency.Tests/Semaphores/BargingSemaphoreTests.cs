using Workbook.Concurrency.Semaphores;
using Workbook.Concurrency.Tests.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Semaphores;

public sealed class BargingSemaphoreTests : SemaphoreContract
{
    protected override ICountingSemaphore Make(int initial, int maximum) => new BargingSemaphore(initial, maximum);

    // Waking up takes microseconds, taking a permit nanoseconds: a round or two, and the newcomer was first.
    [Fact]
    public void A_newcomer_may_take_the_permit_before_the_waiter_that_was_woken_for_it()
    {
        var semaphore = new BargingSemaphore(0);
        var stop = false;
        var waiter = WorkerThread.Start("waiter", () =>
        {
            while (!Volatile.Read(ref stop)) semaphore.Acquire();
        }, background: true);

        Patience.Until(() =>
        {
            Patience.UntilShown(semaphore, "0 free, 1 waiting");
            semaphore.Release();
            return semaphore.TryAcquire();
        }, "the newcomer never was first");

        // The waiter found nothing, and sleeps again; the next permit still reaches it.
        Patience.UntilShown(semaphore, "0 free, 1 waiting");
        Volatile.Write(ref stop, true);
        semaphore.Release();
        Patience.MustEnd(waiter);
        Assert.Equal("0 free, 0 waiting", DebuggerText.Of(semaphore));
    }
}
