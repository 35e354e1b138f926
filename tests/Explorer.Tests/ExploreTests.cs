using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests;

public class ExploreTests
{
    private static readonly object _first = new(), _second = new();
    private static int _sold;

    [Fact]
    public void A_lost_update_is_found_with_one_preemption_and_told_with_its_lines()
    {
        var verdict = Explore.Test(() =>
        {
            _sold = 0;
            var left = 1;
            void Sell()
            {
                if (left == 0) return;
                left--;
                Interlocked.Increment(ref _sold);
            }
            Thread a = new(Sell) { Name = "w1" }, b = new(Sell) { Name = "w2" };
            a.Start();
            b.Start();
            a.Join();
            b.Join();
            Assert.Equal(1, _sold);
        });
        Assert.Equal(Strength.Failed, verdict.Strength);
        Assert.Equal(FailureKind.Assertion, verdict.Failure!.Kind);
        Assert.Equal(1, verdict.Preemptions);
        Assert.Contains("left is 1", verdict.Timeline);
        Assert.Contains(verdict.Rows, row => Path.GetFileName(row.File) == "ExploreTests.cs" && row.Line > 0);
        Assert.All(verdict.Races, race => Assert.Equal("left", race.Location));
        Assert.NotEmpty(verdict.Races);
    }

    [Fact]
    public void The_same_with_a_lock_is_proved()
    {
        var verdict = Explore.Test(() =>
        {
            var (left, sold) = (1, 0);
            void Sell()
            {
                lock (_first)
                {
                    if (left == 0) return;
                    left--;
                    sold++;
                }
            }
            Thread a = new(Sell), b = new(Sell);
            a.Start();
            b.Start();
            a.Join();
            b.Join();
            Assert.Equal(1, sold);
        });
        Assert.Equal(Strength.Proved, verdict.Strength);
        Assert.Equal(2, verdict.Behaviours);
        Assert.Empty(verdict.Races);
    }

    [Fact]
    public void A_deadlock_names_who_waits_for_whom()
    {
        var verdict = Explore.Test(() =>
        {
            Thread a = new(() => { lock (_first) lock (_second) { } }) { Name = "a" }, b = new(() => { lock (_second) lock (_first) { } }) { Name = "b" };
            a.Start();
            b.Start();
            a.Join();
            b.Join();
        });
        Assert.Equal(FailureKind.Deadlock, verdict.Failure!.Kind);
        Assert.Equal(1, verdict.Preemptions);
        Assert.Contains("which b holds", verdict.Failure.Message);
        Assert.Contains("which a holds", verdict.Failure.Message);
    }

    [Fact]
    public void A_race_that_shows_in_the_execution_that_fails_does_not_make_it_another_one_when_it_is_run_again()
    {
        var verdict = Explore.Test(() =>
        {
            var x = 0;
            Thread a = new(() => x = 1), b = new(() => x = 2);
            a.Start();
            b.Start();
            a.Join();
            b.Join();
            Assert.Equal(0, x); // fails in every execution, the first one included
        });
        Assert.Equal(FailureKind.Assertion, verdict.Failure!.Kind);
        Assert.Equal(1, verdict.FirstFailure);
        Assert.Equal(0, verdict.Preemptions);
        Assert.NotEmpty(verdict.Races);
    }

    [Fact]
    public void Same_seed_same_verdict()
    {
        static Verdict Run() => Explore.Test(() =>
        {
            var x = 0;
            Thread a = new(() => x++), b = new(() => x++), c = new(() => x++);
            a.Start();
            b.Start();
            c.Start();
            a.Join();
            b.Join();
            c.Join();
            Assert.Equal(3, x);
        });
        var (first, second) = (Run(), Run());
        Assert.Equal(first.Schedule, second.Schedule);
        Assert.Equal(first.Schedules, second.Schedules);
    }
}
