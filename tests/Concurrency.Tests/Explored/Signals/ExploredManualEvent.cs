using Workbook.Concurrency.Signals;

namespace Workbook.Concurrency.Tests.Explored.Signals;

public sealed class ExploredManualEvent
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    [Fact]
    public void Set_lets_all_go_and_shows_them_what_was_written_before() => Explored.Holds(() =>
    {
        var (opened, data) = (new ManualEvent(), 0);
        Together.Run(Wait, Wait, () =>
        {
            data = 1;
            opened.Set();
        });

        void Wait()
        {
            opened.Wait();
            Assert.Equal(1, data);
        }
    }, bound: 1);

    [Fact]
    public void Set_and_Reset_right_after_it_let_go_whoever_waited() => Explored.Holds(() =>
    {
        var (opened, passed) = (new ManualEvent(), false);
        var waiter = Together.Start("waiter", () => passed = opened.Wait(_short));
        opened.Set();
        opened.Reset();
        opened.Set(); // for one that came after the reset
        waiter.Join();
        Assert.True(opened.IsSet);
    });

    [Fact]
    public void A_wait_is_told_exactly_whether_it_was_set() => Explored.Holds(() =>
    {
        var (opened, passed, data) = (new ManualEvent(), false, 0);
        var waiter = Together.Start("waiter", () =>
        {
            passed = opened.Wait(_short);
            if (passed) Assert.Equal(1, data);
        });
        data = 1;
        opened.Set();
        waiter.Join();
        Assert.True(opened.Wait(TimeSpan.Zero));
    });

    [Fact]
    public void A_cancelled_waiter_is_not_in_the_way_of_another() => Explored.Holds(() =>
    {
        var opened = new ManualEvent();
        var source = new CancellationTokenSource();
        var cancelled = Together.Start("cancelled", () =>
        {
            try { opened.Wait(source.Token); }
            catch (OperationCanceledException) { }
        });
        var patient = Together.Start("patient", () => opened.Wait());
        source.Cancel();
        cancelled.Join();
        opened.Set();
        patient.Join();
    }, bound: 1);
}
