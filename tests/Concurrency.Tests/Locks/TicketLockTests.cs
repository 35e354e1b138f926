using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Locks;

public sealed class TicketLockTests : LockContract
{
    private protected override ILock Create() => new TicketLock();

    [Fact]
    public void Waiters_are_served_in_the_order_of_arrival()
    {
        var @lock = new TicketLock();
        var served = new List<int>();
        @lock.Acquire();
        var group = new ThreadGroup();
        for (var i = 0; i < 5; i++)
        {
            var number = i;
            group.Start($"waiter {i}", () => { using (@lock.Hold()) served.Add(number); }, background: true);
            Patience.Until(() => DebuggerText.Of(@lock).EndsWith($", {number + 1} waiting"), $"waiter {number} has its ticket");
        }
        @lock.Release();
        group.End();
        Assert.Equal([0, 1, 2, 3, 4], served);
        Assert.Equal("free", DebuggerText.Of(@lock));
    }

    [Fact]
    public void A_waiter_that_may_give_up_draws_no_ticket() => WhileAnotherHolds(new TicketLock(), @lock =>
    {
        Assert.False(@lock.TryAcquire(TimeSpan.FromMilliseconds(5)));
        Assert.EndsWith(", 0 waiting", DebuggerText.Of(@lock));
    });
}
