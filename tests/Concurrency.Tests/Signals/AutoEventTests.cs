using System.Collections.Concurrent;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Signals;

public sealed class AutoEventTests : EventContract<AutoEvent>
{
    protected override AutoEvent Make(bool set) => new(set);

    protected override bool IsSet(AutoEvent signal) => signal.IsSet;

    protected override void Open(AutoEvent signal) => signal.Set();

    protected override void Reset(AutoEvent signal) => signal.Reset();

    protected override void Wait(AutoEvent signal, CancellationToken cancel) => signal.Wait(cancel);

    protected override bool Wait(AutoEvent signal, TimeSpan timeout, CancellationToken cancel) => signal.Wait(timeout, cancel);

    [Fact]
    public void A_wait_uses_the_set_up()
    {
        var signal = new AutoEvent(set: true);
        signal.Wait();
        Assert.False(signal.IsSet);
        Assert.False(signal.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void Two_sets_while_nobody_waits_are_remembered_as_one()
    {
        var signal = new AutoEvent();
        signal.Set();
        signal.Set();
        Assert.True(signal.Wait(TimeSpan.Zero));
        Assert.False(signal.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void Each_set_lets_exactly_one_go_in_the_order_in_which_they_came()
    {
        var signal = new AutoEvent();
        var passed = new ConcurrentQueue<int>();
        WorkerThread[] workers =
        [
            .. Enumerable.Range(1, 3).Select(n => Patience.StartWaiter(signal, () =>
            {
                signal.Wait();
                passed.Enqueue(n);
            }, asNumber: n)),
        ];
        for (var n = 1; n <= 3; n++)
        {
            signal.Set();
            Patience.MustEnd(workers[n - 1]);
            Assert.Equal(Enumerable.Range(1, n), passed);
            Assert.Equal($"not set, {3 - n} waiting", DebuggerText.Of(signal));
        }
    }

    [Fact]
    public void A_set_given_to_a_waiter_cannot_be_taken_by_a_newcomer_nor_forgotten_by_a_reset()
    {
        var signal = new AutoEvent();
        var worker = Patience.StartWaiter(signal, () => signal.Wait());
        signal.Set();
        Assert.False(signal.Wait(TimeSpan.Zero));
        signal.Reset();
        Patience.MustEnd(worker);
    }

    [Fact]
    public void A_set_is_never_lost_to_a_waiter_that_gives_up()
    {
        const int sets = 500;
        var signal = new AutoEvent();
        var used = 0;
        var waiter = WorkerThread.Start("impatient", () =>
        {
            while (Volatile.Read(ref used) < sets)
                if (signal.Wait(TimeSpan.FromMilliseconds(Random.Shared.Next(2)))) Interlocked.Increment(ref used);
        }, background: true);
        for (var i = 1; i <= sets; i++)
        {
            signal.Set();
            Patience.Until(() => Volatile.Read(ref used) == i, $"set {i} was lost");
        }
        Patience.MustEnd(waiter);
        Assert.Equal("not set, 0 waiting", DebuggerText.Of(signal));
    }
}
