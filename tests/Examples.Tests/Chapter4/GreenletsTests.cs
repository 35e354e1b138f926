using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Concurrency.Clocks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.CooperativeWaiting;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter4;

public sealed class GreenletsTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    private readonly VirtualClock _clock = new();
    private readonly List<string> _log = [];

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static string[] Run(int tasks, int unitMs)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), tasks, unitMs);
        return output.ToString().Split('\n', StringSplitOptions.TrimEntries);
    }

    private IEnumerable<TimeSpan> Sleeps(string name, params double[] times)
    {
        try
        {
            foreach (var time in times)
            {
                _log.Add($"{name} {_clock.Now.TotalSeconds}");
                yield return Seconds(time);
            }
            _log.Add($"{name} {_clock.Now.TotalSeconds}");
        }
        finally { _log.Add($"{name} ends"); }
    }

    [Fact]
    public void Run_lets_all_begin_before_one_is_back_and_the_shortest_is_back_first()
    {
        var events = Run(tasks: 4, unitMs: 30).Select(line => Regex.Match(line, @"^([\d.]+) s  (g\d) (begins|is back)"))
            .Where(match => match.Success).Select(match => $"{match.Groups[2].Value} {match.Groups[3].Value}");
        Assert.Equal(
            ["g1 begins", "g2 begins", "g3 begins", "g4 begins", "g1 is back", "g2 is back", "g3 is back", "g4 is back"], events);
    }

    [Fact]
    public void Run_compares_ways_that_are_never_too_short_and_virtual_time_is_exact()
    {
        var lines = Run(tasks: 3, unitMs: 100);
        Assert.Contains("threads that ran them: 1", lines);
        (int Threads, int Took) Row(string way)
        {
            var match = lines.Select(line => Regex.Match(line, $@"^{way} +(\d+) +\d+ +(\d+) +[\d.]+$"))
                .Single(match => match.Success);
            return (int.Parse(match.Groups[1].Value), int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        }
        Assert.Equal((1, 300), Row("virtual clock, its time"));
        Assert.True(Row("cooperatively").Took >= 300);
        Assert.True(Row("blocking").Took >= 59); // the sum; a sleep of the system may end a part of a ms early
        Assert.Equal(3, Row("a thread each").Threads);
    }

    [Theory]
    [InlineData("--tasks", "0")]
    [InlineData("--tasks", "13")]
    [InlineData("--unit", "9ms")]
    public void A_bad_option_is_refused_by_name(string option, string value)
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly) };
        var (exitCode, output, error) = world.Run("run", "407", option, value);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(option, error);
    }

    [Fact]
    public void Run_in_a_terminal_draws_its_table()
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly), TerminalWidth = 100 };
        var (exitCode, output, _) = world.Run("run", "407", "--unit", "10ms");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ cooperatively ", output);
    }

    [Fact]
    public void Run_that_is_interrupted_while_all_sleep_ends()
    {
        using var interrupt = new CancellationTokenSource();
        var asleep = new OneShotLatch();
        var output = new CueWriter("g3 begins", asleep);
        var main = WorkerThread.Start("main", () => Demo.Run(new Stage(output, cancel: interrupt.Token), unitMs: 10_000));
        Assert.True(asleep.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
    }

    [Fact]
    public void Three_that_sleep_for_1_2_and_3_s_take_3_s()
    {
        var hub = new GreenletHub(_clock);
        var all = new[] { hub.Spawn("a", Sleeps("a", 3)), hub.Spawn("b", Sleeps("b", 1)), hub.Spawn("c", Sleeps("c", 2)) };
        Assert.Empty(_log);
        Assert.All(all, one => Assert.False(one.HasEnded));
        hub.JoinAll();
        Assert.Equal(["a 0", "b 0", "c 0", "b 1", "b ends", "c 2", "c ends", "a 3", "a ends"], _log);
        Assert.All(all, one => Assert.True(one is { HasEnded: true, Failure: null }));
        Assert.Equal(Seconds(3), _clock.Now);
    }

    [Fact]
    public void Of_two_that_are_due_at_one_time_the_first_to_sleep_goes_first()
    {
        var hub = new GreenletHub(_clock);
        for (var i = 0; i < 20; i++) hub.Spawn($"{i}", Sleeps($"{i}", 1));
        hub.JoinAll();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i} 1"), _log.Where(line => line.EndsWith(" 1")));
    }

    [Fact]
    public void A_sleep_of_no_time_lets_the_others_run_first()
    {
        var hub = new GreenletHub(_clock);
        hub.Spawn("a", Sleeps("a", 0, -5));
        hub.Spawn("b", Sleeps("b", 0));
        hub.JoinAll();
        Assert.Equal(["a 0", "b 0", "a 0", "b 0", "b ends", "a 0", "a ends"], _log);
    }

    [Fact]
    public void One_that_is_spawned_by_another_is_joined_too()
    {
        var hub = new GreenletHub(_clock);
        IEnumerable<TimeSpan> Parent()
        {
            yield return Seconds(1);
            hub.Spawn("child", Sleeps("child", 5));
        }
        hub.Spawn("parent", Parent());
        hub.JoinAll();
        Assert.Equal(["child 1", "child 6", "child ends"], _log);
        hub.JoinAll(); // nobody is left
    }

    [Fact]
    public void Failures_are_told_after_the_others_came_to_their_end()
    {
        static IEnumerable<TimeSpan> Fails(double after)
        {
            yield return Seconds(after);
            throw new FormatException($"{after}");
        }
        var hub = new GreenletHub(_clock);
        var late = hub.Spawn("late", Fails(2));
        hub.Spawn("early", Fails(1));
        hub.Spawn("fine", Sleeps("fine", 3));
        var failures = Assert.Throws<AggregateException>(() => hub.JoinAll()).InnerExceptions;
        Assert.Equal(["1", "2"], failures.Select(failure => failure.Message));
        Assert.Equal(["fine 0", "fine 3", "fine ends"], _log);
        Assert.Same(failures[1], late.Failure);
        Assert.True(late.HasEnded);
    }

    [Fact]
    public void Cancellation_runs_the_finally_blocks_and_ends_all()
    {
        var hub = new GreenletHub(_clock);
        using var cancel = new CancellationTokenSource();
        var sleeper = hub.Spawn("sleeper", Sleeps("sleeper", 100));
        IEnumerable<TimeSpan> Cancels() { yield return Seconds(1); cancel.Cancel(); }
        hub.Spawn("canceller", Cancels());
        Assert.Throws<OperationCanceledException>(() => hub.JoinAll(cancel.Token));
        Assert.Equal(["sleeper 0", "sleeper ends"], _log);
        Assert.True(sleeper.HasEnded);
        Assert.Equal(Seconds(1), _clock.Now);
    }

    [Fact]
    public void Cancellation_runs_all_finally_blocks_also_when_one_throws()
    {
        static IEnumerable<TimeSpan> Throws()
        {
            try { yield return Seconds(50); }
            finally { throw new FormatException("boom"); }
        }
        var hub = new GreenletHub(_clock);
        using var cancel = new CancellationTokenSource();
        var bad = hub.Spawn("bad", Throws());
        var good = hub.Spawn("good", Sleeps("good", 100));
        IEnumerable<TimeSpan> Cancels() { yield return Seconds(1); cancel.Cancel(); }
        hub.Spawn("canceller", Cancels());
        Assert.Throws<OperationCanceledException>(() => hub.JoinAll(cancel.Token));
        Assert.Equal(["good 0", "good ends"], _log);
        Assert.True(bad.HasEnded && good.HasEnded);
        Assert.IsType<FormatException>(bad.Failure);
    }

    [Fact]
    public void A_sleep_without_end_is_as_long_as_a_clock_can_wait()
    {
        static IEnumerable<TimeSpan> Forever() { yield return TimeSpan.MaxValue; }
        var hub = new GreenletHub(_clock);
        hub.Spawn("a", Forever());
        hub.JoinAll();
        Assert.Equal(TimeSpan.FromMilliseconds(int.MaxValue), _clock.Now);
    }

    [Fact]
    public void What_has_no_name_or_no_body_is_refused()
    {
        var hub = new GreenletHub(_clock);
        Assert.Throws<ArgumentException>(() => hub.Spawn(" ", Sleeps("a")));
        Assert.Throws<ArgumentNullException>(() => hub.Spawn("a", null!));
    }
}
