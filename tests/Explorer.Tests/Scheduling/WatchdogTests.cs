using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Tests.Scheduling;

public class WatchdogTests
{
    [Fact]
    public void It_tells_which_thread_was_last_seen_where_when_nothing_moves()
    {
        // Code that is not marked holds the baton until the watchdog has told of it.
        using var told = new ManualResetEventSlim();
        Progress? seen = null;
        WaitsOutside.Until = told.Wait;
        var program = Compiled.Test("""
            static int x;
            public static void Test()
            {
                var t = new Thread(() => { Interlocked.Increment(ref x); Outside(); }) { Name = "stuck" };
                t.Start();
                t.Join();
            }
            static void Outside() => ((Action)AppContext.GetData("wait"))();
            """);
        AppContext.SetData("wait", (Action)WaitsOutside.Wait);
        using var exploration = new Exploration(program, new ExploreOptions());
        using (new Watchdog(() => exploration.Progress, TimeSpan.FromMilliseconds(200), progress =>
        {
            seen = progress;
            told.Set();
        }))
        {
            Assert.Null(exploration.Run(new BoundedSearch(0), out _, limit: 1));
        }
        Assert.Equal((1, "stuck"), (seen!.Value.Schedules, seen.Value.Thread));
        Assert.NotEqual(0, seen.Value.Site);
        Assert.True(seen.Value.Steps > 0);
    }

    [Fact]
    public void It_says_nothing_while_something_moves_and_ends_with_Dispose()
    {
        var (asked, told) = (0, 0);
        using var enough = new ManualResetEventSlim();
        using (new Watchdog(Moving, TimeSpan.FromMilliseconds(40), _ => told++))
        {
            Assert.True(enough.Wait(TimeSpan.FromSeconds(30)));
        }
        Assert.Equal(0, told);

        Progress Moving()
        {
            if (++asked == 20) enough.Set();
            return new Progress(asked, 0, 0, null, 0);
        }
    }

    [Fact]
    public void Rounds_of_a_loop_and_steps_are_progress()
    {
        var test = Compiled.Test("public static void Test() { for (var i = 0; i < 10; i++) Thread.Yield(); }");
        using var exploration = new Exploration(test, new ExploreOptions());
        Assert.Equal(new Progress(0, 0, 0, null, 0), exploration.Progress);
        exploration.Run(new BoundedSearch(0), out _);
        Assert.Equal(1, exploration.Progress.Schedules);
        Assert.True(exploration.Progress.Steps >= 10);
        Assert.Null(exploration.Progress.Thread);
    }

    private static class WaitsOutside
    {
        public static Action Until { get; set; } = () => { };

        public static void Wait() => Until();
    }
}
