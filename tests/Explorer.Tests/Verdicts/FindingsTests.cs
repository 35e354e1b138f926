using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Verdicts;

public class FindingsTests
{
    [Theory]
    [MemberData(nameof(WrongPrograms.All), MemberType = typeof(WrongPrograms))]
    public void What_is_wrong_is_found_and_named(string name, string program, FailureKind kind, string[] words)
    {
        var verdict = Explored.Test(program);
        Assert.True(verdict.Strength == Strength.Failed, $"{name}: {verdict}");
        Assert.True(kind == verdict.Failure!.Kind, $"{name}: {verdict}");
        Assert.All(words, word => Assert.Contains(word, verdict.Failure.Message));
        Assert.NotNull(verdict.Story);
        Assert.Equal(kind, verdict.Replay!.Kind);
        Assert.All(verdict.Timeline!.Split('\n'), line => Assert.True(line.Length <= 120, line));
        Assert.True(verdict.Timeline.Split('\n').Length <= 24, verdict.Timeline);
    }

    [Theory]
    [MemberData(nameof(RightPrograms.All), MemberType = typeof(RightPrograms))]
    public void What_is_right_is_proved(string name, string program)
    {
        var verdict = Explored.Test(program);
        Assert.True(verdict.Strength == Strength.Proved, $"{name}: {verdict.Describe()}");
        Assert.Empty(verdict.Races);
        Assert.Empty(verdict.Notes);
    }

    [Fact]
    public void What_a_background_thread_does_before_the_end_counts()
    {
        var verdict = Explored.Test("""
            static volatile int x;
            public static void Test()
            {
                x = 0;
                Thread a = new(() => { if (x == 0) throw new Exception("too early"); }) { IsBackground = true };
                a.Start();
                x = 1;
            }
            """);
        Assert.Equal(FailureKind.Exception, verdict.Failure?.Kind);
    }

    [Fact]
    public void A_race_that_the_failure_needs_matters_and_another_does_not()
    {
        var verdict = Explored.Test("""
            static int left, looks;
            public static void Test()
            {
                left = 1;
                void Sell()
                {
                    looks = 1;
                    left--;
                }
                Thread a = new(Sell), b = new(Sell);
                a.Start(); b.Start(); a.Join(); b.Join();
                if (left != -1) throw new Exception($"{left}");
            }
            """);
        Assert.Equal(FailureKind.Exception, verdict.Failure!.Kind);
        Assert.Contains(verdict.Races, race => race is { Location: "Shop.left", MattersHere: true });
        Assert.All(verdict.Races.Where(race => race.Location == "Shop.looks"), race => Assert.False(race.MattersHere));
        Assert.Contains(verdict.Races, race => race.Location == "Shop.looks");
    }

    [Fact]
    public void A_race_may_be_told_beside_a_verdict_that_holds()
    {
        var verdict = Explored.Test("""
            static int hits;
            public static void Test()
            {
                Thread a = new(() => hits = 1), b = new(() => hits = 2);
                a.Start(); b.Start(); a.Join(); b.Join();
            }
            """, new ExploreOptions { Races = RacePolicy.Report });
        Assert.Equal(Strength.Proved, verdict.Strength);
        Assert.Equal("Shop.hits", Assert.Single(verdict.Races).Location);
        Assert.Contains("race: Shop.cs:4 and Shop.cs:4 race for Shop.hits", verdict.Describe());
    }

    [Fact]
    public void A_failure_that_needs_an_early_time_out_says_so()
    {
        var verdict = Explored.Test("""
            public static void Test()
            {
                var ready = new ManualResetEventSlim();
                Thread a = new(() => ready.Set());
                a.Start();
                if (!ready.Wait(50)) throw new Exception("late");
                a.Join();
            }
            """);
        Assert.Equal(FailureKind.Exception, verdict.Failure!.Kind);
        Assert.Contains(verdict.Notes, note => note.Contains("time-out") && note.Contains("Shop.cs:6"));
    }

    [Fact]
    public void Who_goes_round_for_ever_is_named_with_what_it_looks_at()
    {
        var verdict = Explored.Test("""
            static volatile bool go;
            public static void Test()
            {
                go = false;
                Thread a = new(() => { while (!go) Thread.Yield(); }) { Name = "a" };
                a.Start(); a.Join();
            }
            """, new ExploreOptions { Steps = 2_000 });
        Assert.Equal(FailureKind.Livelock, verdict.Failure!.Kind);
        Assert.Contains("a goes round line 5 (go is false)", verdict.Failure.Message);
        Assert.Contains("go is false", verdict.Timeline);
    }

    [Theory]
    [InlineData("while (!go) { }", "a goes round the loop at line 5 (go is false) for ever")]
    [InlineData("while (true) { }", "a goes round the loop at line 5 for ever")]
    public void Who_goes_round_for_ever_without_a_step_is_named_too(string loop, string message)
    {
        var verdict = Explored.Test($$"""
            static bool go;
            public static void Test()
            {
                go = false;
                Thread a = new(() => { {{loop}} }) { Name = "a" };
                a.Start(); a.Join();
            }
            """);
        Assert.Equal(FailureKind.Livelock, verdict.Failure!.Kind);
        Assert.StartsWith(message, verdict.Failure.Message);
    }

    [Theory]
    [InlineData("for (var i = 0; i < 1_000_000; i++) { }")]
    [InlineData("var sum = 0; for (var i = 0; i < 1_000_000; i++) sum += step; step = sum;")]
    public void Who_computes_for_long_does_not_go_round_for_ever(string work)
    {
        var verdict = Explored.Test($$"""
            static int step;
            public static void Test() { Thread a = new(() => { {{work}} }); a.Start(); a.Join(); }
            """, new ExploreOptions { Time = TimeSpan.FromMinutes(2) }); // it computes, however busy the machine is
        Assert.Equal(Strength.Proved, verdict.Strength);
    }
}
