using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests;

public class EntryTests
{
    [Fact]
    public void A_lambda_that_captures_is_refused_and_told_what_to_do()
    {
        var x = 0;
        var refused = Assert.Throws<ArgumentException>(() => Explore.Test(() => x++));
        Assert.Contains("Declare them inside", refused.Message);
        Assert.Equal(0, x);
    }

    [Fact]
    public void Nothing_several_methods_and_generic_ones_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Explore.Test(null!));
        Action one = static () => { }, two = static () => { };
        Assert.Contains("several", Assert.Throws<ArgumentException>(() => Explore.Test(one + two)).Message);
        Assert.Contains("generic", Assert.Throws<ArgumentException>(() => Explore.Test(Generic<int>)).Message);
        Assert.Contains("generic", Assert.Throws<ArgumentException>(() => Explore.Test(Box<int>.In)).Message);
    }

    [Fact]
    public void Holds_gives_the_verdict_back() => Assert.Equal(Strength.Proved, Explore.Holds(() => { }).Strength);

    [Fact]
    public void Holds_throws_with_all_that_is_known_when_a_schedule_fails()
    {
        var failed = Assert.Throws<ExplorationFailedException>(() => Explore.Holds(() =>
        {
            var x = 0;
            Thread a = new(() => x++) { Name = "anna" }, b = new(() => x++) { Name = "bert" };
            a.Start();
            b.Start();
            a.Join();
            b.Join();
            Assert.Equal(2, x);
        }));
        Assert.Equal(failed.Verdict.Describe(), failed.Message);
        Assert.Contains("bert", failed.Message);
        Assert.Contains("EntryTests.cs:", failed.Message);
        Assert.NotNull(failed.InnerException);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_where_they_are_set()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExploreOptions { Schedules = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExploreOptions { Time = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExploreOptions { Bound = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExploreOptions { Bound = 11 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExploreOptions { Steps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExploreOptions { Guard = TimeSpan.FromTicks(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExploreOptions { Strategy = (StrategyKind)99 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExploreOptions { Races = (RacePolicy)99 });
        Assert.Equal(new ExploreOptions(), new ExploreOptions { Schedules = 100_000, Bound = 2, Seed = 1 });
    }

    [Fact]
    public void A_cancelled_exploration_says_what_it_has_seen()
    {
        var verdict = Explore.Test(Nothing, new ExploreOptions { Cancel = new CancellationToken(canceled: true) });
        Assert.Equal((Strength.Sampled, 0), (verdict.Strength, verdict.Schedules));
    }

    [Fact]
    public void The_progress_counts_executions()
    {
        var progress = new ExploreProgress();
        var verdict = Explore.Test(Nothing, new ExploreOptions { Progress = progress });
        Assert.Equal(verdict.Schedules, progress.Schedules);
    }

    [Fact]
    public void Two_threads_that_explore_take_turns()
    {
        var verdicts = new Verdict[2];
        var threads = Enumerable.Range(0, 2).Select(i => new Thread(() => verdicts[i] = Explore.Test(Nothing))).ToList();
        threads.ForEach(thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(30))));
        Assert.All(verdicts, verdict => Assert.Equal(Strength.Proved, verdict.Strength));
    }

    private static void Nothing() { }

    private static void Generic<T>() { }

    private static class Box<T>
    {
        public static void In() { }
    }
}
