using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Signals;

public sealed class ManualEventTests : EventContract<ManualEvent>
{
    protected override ManualEvent Make(bool set) => new(set);

    protected override bool IsSet(ManualEvent signal) => signal.IsSet;

    protected override void Open(ManualEvent signal) => signal.Set();

    protected override void Reset(ManualEvent signal) => signal.Reset();

    protected override void Wait(ManualEvent signal, CancellationToken cancel) => signal.Wait(cancel);

    protected override bool Wait(ManualEvent signal, TimeSpan timeout, CancellationToken cancel) => signal.Wait(timeout, cancel);

    [Fact]
    public void It_stays_set_after_a_wait()
    {
        var signal = new ManualEvent(set: true);
        signal.Wait();
        signal.Wait();
        Assert.True(signal.IsSet);
    }

    [Fact]
    public void Set_lets_all_waiters_go_even_when_it_is_reset_at_once()
    {
        for (var round = 0; round < 20; round++)
        {
            var signal = new ManualEvent();
            WorkerThread[] workers =
            [
                .. Enumerable.Range(1, 3).Select(n => Patience.StartWaiter(signal, () => signal.Wait(), n)),
            ];
            signal.Set();
            signal.Reset();
            Patience.MustEnd(workers);
            Assert.False(signal.IsSet);
        }
    }

    [Fact]
    public void Who_comes_after_the_reset_waits_for_the_next_set()
    {
        var signal = new ManualEvent(set: true);
        signal.Reset();
        var worker = Patience.StartWaiter(signal, () => signal.Wait());
        signal.Set();
        Patience.MustEnd(worker);
    }

    [Fact]
    public void No_wake_up_is_lost_between_two_threads_that_take_turns()
    {
        const int rounds = 2000;
        ManualEvent ping = new(), pong = new();
        var answers = WorkerThread.Start("answers", () =>
        {
            for (var i = 0; i < rounds; i++) { ping.Wait(); ping.Reset(); pong.Set(); }
        }, background: true);
        var asks = WorkerThread.Start("asks", () =>
        {
            for (var i = 0; i < rounds; i++) { ping.Set(); pong.Wait(); pong.Reset(); }
        }, background: true);
        Patience.MustEnd(answers, asks);
    }
}
