using Workbook.Concurrency.Signals;

namespace Workbook.Concurrency.Tests.Explored.Signals;

public sealed class ExploredCyclicBarrier
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    [Fact]
    public void Nobody_is_a_phase_ahead() => Explored.Holds(() =>
    {
        var (barrier, a, b) = (new CyclicBarrier(2), 0, 0); // plain: the barrier orders the phases, or it would be a race
        Together.Run(
            () =>
            {
                a = 1;
                Assert.Equal(0, barrier.SignalAndWait());
                Assert.Equal(1, b);
                Assert.Equal(1, barrier.SignalAndWait());
                a = 2;
            },
            () =>
            {
                b = 1;
                Assert.Equal(0, barrier.SignalAndWait());
                Assert.Equal(1, a);
                Assert.Equal(1, barrier.SignalAndWait());
                b = 2;
            });
        Assert.Equal(2, barrier.Phase);
    }, bound: 1);

    [Fact]
    public void Three_meet() => Explored.Holds(() =>
    {
        var (barrier, arrived) = (new CyclicBarrier(3), 0);
        Together.Run(Meet, Meet, Meet);

        void Meet()
        {
            Interlocked.Increment(ref arrived);
            barrier.SignalAndWait();
            Assert.Equal(3, Volatile.Read(ref arrived));
        }
    }, bound: 0);

    [Fact]
    public void The_phase_action_runs_alone_between_the_phases() => Explored.Holds(() =>
    {
        var (a, b, sum) = (0, 0, 0);
        var barrier = new CyclicBarrier(2, _ => sum += a + b);
        Together.Run(
            () =>
            {
                a = 1;
                barrier.SignalAndWait();
                Assert.Equal(2, sum);
            },
            () =>
            {
                b = 1;
                barrier.SignalAndWait();
                Assert.Equal(2, sum);
            });
    }, bound: 1);

    [Fact]
    public void Both_pass_or_neither_when_one_may_give_up() => Explored.Holds(() =>
    {
        var barrier = new CyclicBarrier(2);
        var (impatient, patient) = (false, false);
        Together.Run(
            () => impatient = barrier.SignalAndWait(_short),
            () =>
            {
                try
                {
                    barrier.SignalAndWait();
                    patient = true;
                }
                catch (BrokenBarrierException) { }
            });
        Assert.Equal(impatient, patient);
        Assert.Equal(impatient, !barrier.IsBroken);
    }, bound: 1);

    // Who comes last does not wait, and so ignores its token. But each meeting has a first one to come, and in those that
    // begin after the cancellation it must not be let through by others that come while it looks around.
    [Fact]
    public void No_meeting_that_begins_after_the_cancellation_takes_place() => Explored.Holds(() =>
    {
        var (barrier, source, gaveUp, told) = (new CyclicBarrier(3), new CancellationTokenSource(), 0, 0);
        Together.Run(Meet, Meet, () =>
        {
            source.Cancel(); // the others may be anywhere in the first meeting
            Meet();
        });
        Assert.True(barrier.IsBroken);
        Assert.True(barrier.Phase <= 1, $"phase {barrier.Phase}");
        Assert.Equal((1, 2), (gaveUp, told));

        void Meet()
        {
            try
            {
                for (var round = 0; round < 2; round++) barrier.SignalAndWait(source.Token);
            }
            catch (OperationCanceledException) { Interlocked.Increment(ref gaveUp); }
            catch (BrokenBarrierException) { Interlocked.Increment(ref told); }
        }
    }, bound: 0);
}
