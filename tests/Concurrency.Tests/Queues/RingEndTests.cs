using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Queues;

public sealed class RingEndTests
{
    private readonly RingEnd _puts = new(slots: 2, headStart: 2), _takes = new(slots: 2, headStart: 0);

    private static Outcome Pass(RingEnd here, RingEnd other, Deadline deadline)
    {
        here.Acquire();
        try
        {
            var outcome = here.Await(other, deadline, CancellationToken.None);
            if (outcome == Outcome.Done) here.Pass();
            return outcome;
        }
        finally { here.Release(); }
    }

    [Fact]
    public void An_end_passes_as_often_as_its_head_start_and_the_other_end_allow()
    {
        Assert.Equal(Outcome.TimeOver, Pass(_takes, _puts, default));
        Assert.Equal(Outcome.Done, Pass(_puts, _takes, default));
        Assert.Equal(Outcome.Done, Pass(_puts, _takes, default));
        Assert.Equal(Outcome.TimeOver, Pass(_puts, _takes, default));
        Assert.Equal(Outcome.Done, Pass(_takes, _puts, default));
        Assert.Equal(Outcome.Done, Pass(_puts, _takes, default));
        Assert.Equal((3, 1), (_puts.Passed, _takes.Passed));
    }

    [Fact]
    public void The_slots_are_used_in_turn()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal((i % 2, i % 2), (_puts.Slot, _takes.Slot));
            Pass(_puts, _takes, default);
            Pass(_takes, _puts, default);
        }
    }

    [Fact]
    public void A_closed_end_passes_what_is_there_and_then_says_closed()
    {
        Pass(_puts, _takes, default);
        _takes.Close();
        Assert.Equal(Outcome.Done, Pass(_takes, _puts, Deadline.Never));
        Assert.Equal(Outcome.Closed, Pass(_takes, _puts, Deadline.Never));
    }

    [Fact]
    public void The_debugger_shows_what_passed_and_who_waits()
    {
        Pass(_puts, _takes, default);
        Assert.Equal("Passed = 1, Closed = False, 0 waiting", DebuggerText.Of(_puts));
        _puts.Close();
        Assert.Equal("Passed = 1, Closed = True, 0 waiting", DebuggerText.Of(_puts));
    }

    // Without Yield every thread that finds no slot goes to sleep at once, while the other end may be passing: a wake-up that is
    // lost between the look and the sleep leaves both asleep. The finite deadline makes that moment longer.
    [Fact]
    public void No_wake_up_is_lost_between_the_look_and_the_sleep()
    {
        const int rounds = 10_000;
        RingEnd puts = new(slots: 1, headStart: 1), takes = new(slots: 1, headStart: 0);
        void Loop(RingEnd here, RingEnd other)
        {
            for (var i = 0; i < rounds; i++)
            {
                Assert.Equal(Outcome.Done, Pass(here, other, Deadline.After(Patience.Long)));
                other.WakeOneIfAnySleeps();
            }
        }
        Patience.MustEnd(
            WorkerThread.Start("puts", () => Loop(puts, takes), background: true),
            WorkerThread.Start("takes", () => Loop(takes, puts), background: true));
        Assert.Equal((rounds, rounds), (puts.Passed, takes.Passed));
    }
}
