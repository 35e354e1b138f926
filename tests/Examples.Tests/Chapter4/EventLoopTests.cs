using System.Diagnostics;
using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.EventDriven;
using Workbook.Examples.Tests.Chapter1;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter4;

public sealed class EventLoopTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _long = TimeSpan.FromMinutes(10);

    private readonly EventModule _module = new();
    private readonly List<string> _log = [];

    // The clock on the screen does not tick, so the text is the same every time.
    private static string Run(string keys = "", int clicks = 1)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), keys, beatMs: 1, tickMs: 600_000, quietMs: 600_000, clicks, pauseMs: 1);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    private void Define(params string[] kinds)
    {
        foreach (var kind in kinds)
        {
            _module.Define(kind);
            _module.Register(kind, data => _log.Add($"{kind} {data}"));
        }
    }

    // Whether the next key or the click of the last one is queued first is a matter of luck; each for itself is in order.
    [Fact]
    public async Task The_script()
    {
        var parts = Run().Split("\n\n");
        await Verify(string.Join('\n', parts[0].Split('\n').OrderBy(line => line.StartsWith("button"))) + "\n\n" + parts[1]);
    }

    [Fact]
    public void A_click_comes_behind_the_keys_that_are_queued()
    {
        var lines = Run("  ").Split('\n');
        Assert.Equal(["key space: click at 0", "key space: click at 0", "key q: the end"], lines.Take(3)); // on no button
        Assert.Matches(@"key +3\n +click +2", Run("  "));
    }

    [Fact]
    public void A_handler_that_fails_is_told_every_time_and_the_next_key_comes()
    {
        for (var i = 0; i < 10; i++)
            Assert.StartsWith("a handler of key failed: nobody likes an x\nkey d: the pointer is at 1\n", Run("xd"));
    }

    [Fact]
    public void Without_keys_it_ends_by_its_timer()
    {
        var output = new StringWriter();
        var module = new EventModule();
        var stage = new Stage(output);
        var window = new Window(module, stage, view: null);
        module.Register("tick", _ => { if (window.QuietTicks == 3) module.Stop(); });
        module.Every(TimeSpan.FromMilliseconds(1), "tick", "");
        module.Run();
        Assert.Equal(["tick 1", "tick 2", "tick 3"], output.ToString().Split('\n', StringSplitOptions.TrimEntries).Take(3));
    }

    [Fact]
    public void Standard_input_is_read_to_its_end_which_is_q()
    {
        Define("key");
        var reader = new Keys(_module, new Stage(TextWriter.Null)).StartReader(new StringReader("ad\r\n \n"));
        Assert.True(reader.Join(_bound));
        _module.Stop();
        _module.Run();
        Assert.Equal(["key a", "key d", "key  ", "key q"], _log);
    }

    [Fact]
    public void What_follows_a_q_is_not_read()
    {
        Define("key");
        Assert.True(new Keys(_module, new Stage(TextWriter.Null)).StartReader(new StringReader("aqd")).Join(_bound));
        _module.Stop();
        _module.Run();
        Assert.Equal(["key a", "key q"], _log);
    }

    [Fact]
    public void The_queue_keeps_every_click_and_who_polls_looks_more_often_than_it_sees()
    {
        const string Row = @"^ +(polls without rest|waits for events) +(\d+) +([\d,]+)";
        var rows = Regex.Matches(Run("q", clicks: 10), Row, RegexOptions.Multiline)
            .ToDictionary(row => row.Groups[1].Value, row => (Seen: int.Parse(row.Groups[2].Value), Looks: row.Groups[3].Value));
        Assert.Equal((10, "10"), rows["waits for events"]);
        Assert.InRange(rows["polls without rest"].Seen, 1, 10);
    }

    [Theory]
    [InlineData("--clicks", "0")]
    [InlineData("--beat", "0ms")]
    [InlineData("--tick", "1ms")]
    [InlineData("--quiet", "30ms")] // not within the range of the option
    public void A_bad_option_is_refused_by_name(string option, string value)
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly) };
        var (exitCode, output, error) = world.Run("run", "411", option, value);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(option, error);
    }

    [Fact]
    public void A_script_that_would_end_before_its_next_key_is_refused()
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly) };
        var (exitCode, output, error) = world.Run("run", "411", "--beat", "100ms", "--quiet", "100ms");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal("--quiet: it would end before the next key; give more than --beat (100 ms)\n", error);
    }

    [Fact]
    public void Run_in_a_terminal_paints_the_window()
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run(
            "run", "411", "--keys", "ddd ", "--beat", "1ms", "--quiet", "10m", "--clicks", "1", "--pause", "1ms");
        Assert.Equal(0, exitCode);
        Assert.Contains("  [ count ]   [ clear ]  \e[K\n   ^\e[K\ncounter 1, tick", output);
    }

    [Fact]
    public void Run_that_is_interrupted_in_the_script_ends_and_leaves_no_thread_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var begun = new OneShotLatch();
        var output = new CueWriter("key d", begun);
        var main = WorkerThread.Start("main", () =>
            Demo.Run(new Stage(output, cancel: interrupt.Token), keys: new string('d', 10_000), beatMs: 20, quietMs: 600_000));
        Assert.True(begun.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
        LiveThreads.AssertNoneNamed(name => name == "script");
    }

    [Fact]
    public void Run_that_is_interrupted_in_the_comparison_ends_and_leaves_no_thread_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var begun = new OneShotLatch();
        var output = new CueWriter("events", begun); // the heading of the table before it
        var main = WorkerThread.Start("main", () =>
            Demo.Run(new Stage(output, cancel: interrupt.Token),
                keys: "d", beatMs: 1, quietMs: 600_000, clicks: 10_000, pauseMs: 1_000));
        Assert.True(begun.Wait(_bound));
        interrupt.Cancel();
        Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        LiveThreads.AssertNoneNamed(name => name == "device");
    }

    [Fact]
    public void Events_come_in_the_order_of_their_posts_to_handlers_in_the_order_of_their_registration()
    {
        Define("a", "b");
        _module.Register("a", data => _log.Add($"second {data}"));
        Assert.True(_module.Post("a", "1"));
        Assert.True(_module.Post("b", "2"));
        Assert.True(_module.Post("a", "3"));
        _module.Stop();
        Assert.False(_module.Post("a", "4"));
        _module.Run();
        Assert.Equal(["a 1", "second 1", "b 2", "a 3", "second 3"], _log);
    }

    [Fact]
    public void What_a_handler_posts_comes_behind_what_is_queued()
    {
        Define("a", "b");
        _module.Register("a", _ => _module.Post("b", "posted"));
        _module.Register("b", data => { if (data == "posted") _module.Stop(); });
        _module.Post("a", "1");
        _module.Post("b", "2");
        _module.Run();
        Assert.Equal(["a 1", "b 2", "b posted"], _log);
    }

    [Fact]
    public void A_handler_that_throws_is_reported_and_the_others_go_on()
    {
        var failures = new List<string>();
        _module.Define("a");
        _module.Register("a", data => throw new FormatException(data));
        _module.Register("a", data => _log.Add(data));
        _module.Failed += (kind, failure) => failures.Add($"{kind} {failure.Message}");
        _module.Post("a", "1");
        _module.Post("a", "2");
        _module.Stop();
        _module.Run();
        Assert.Equal(["1", "2"], _log);
        Assert.Equal(["a 1", "a 2"], failures);
    }

    [Fact]
    public void A_kind_that_is_unknown_or_defined_twice_is_refused()
    {
        Define("a");
        Assert.Throws<ArgumentException>(() => _module.Define("a"));
        Assert.Throws<ArgumentException>(() => _module.Define(" "));
        Assert.Throws<ArgumentException>(() => _module.Register("b", _ => { }));
        Assert.Throws<ArgumentNullException>(() => _module.Register("a", null!));
        Assert.Throws<ArgumentException>(() => _module.Post("b", ""));
        Assert.Throws<ArgumentException>(() => _module.After(_long, "b", ""));
        Assert.Throws<ArgumentException>(() => _module.Every(_long, "b", ""));
        Assert.Throws<ArgumentOutOfRangeException>(() => _module.After(TimeSpan.FromTicks(-1), "a", ""));
        Assert.Throws<ArgumentOutOfRangeException>(() => _module.Every(TimeSpan.Zero, "a", ""));
        Assert.Throws<ArgumentOutOfRangeException>(() => _module.After(TimeSpan.FromDays(25), "a", ""));
        Assert.Throws<ArgumentOutOfRangeException>(() => _module.Every(TimeSpan.FromDays(25), "a", ""));
    }

    [Fact]
    public void A_timer_fires_before_one_that_is_due_later_and_not_too_early()
    {
        Define("late", "early");
        var time = TimeSpan.FromMilliseconds(20);
        _module.Register("early", _ => _module.Stop());
        _module.After(_long, "late", "");
        var start = Stopwatch.GetTimestamp();
        _module.After(time, "early", "");
        _module.Run();
        Assert.Equal(["early "], _log);
        Assert.True(Stopwatch.GetElapsedTime(start) >= time);
    }

    [Fact]
    public void A_late_recurring_timer_does_not_burst()
    {
        Define("tick", "mark");
        var period = TimeSpan.FromMilliseconds(5);
        _module.Register("tick", _ =>
        {
            if (_log.Count > 1) return;
            var start = Stopwatch.GetTimestamp();
            SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(start) > 10 * period); // a long handler: ten times go by
            _module.Post("mark", "1");
        });
        _module.Register("mark", data =>
        {
            if (data == "1") _module.Post("mark", "2"); // behind all that was due when mark 1 came
            else _module.Stop();
        });
        _module.Every(period, "tick", "");
        _module.Run();
        Assert.Equal(["tick ", "mark 1", "tick ", "mark 2"], _log.Take(4));
    }

    [Fact]
    public void A_post_wakes_a_module_that_sleeps_until_a_timer()
    {
        Define("a");
        _module.Register("a", _ => _module.Stop());
        _module.After(_long, "a", "timer");
        var loop = WorkerThread.Start("loop", () => _module.Run(), background: true);
        Assert.True(SpinWait.SpinUntil(() => loop.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), _bound));
        _module.Post("a", "post");
        Assert.True(loop.Join(_bound));
        Assert.Equal(["a post"], _log);
    }

    [Fact]
    public void Stop_and_cancellation_wake_a_module_that_sleeps()
    {
        var loop = WorkerThread.Start("loop", () => _module.Run(), background: true);
        Assert.True(SpinWait.SpinUntil(() => loop.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), _bound));
        _module.Stop();
        Assert.True(loop.Join(_bound));

        using var cancel = new CancellationTokenSource();
        loop = WorkerThread.Start("loop", () => new EventModule().Run(cancel.Token), background: true);
        Assert.True(SpinWait.SpinUntil(() => loop.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), _bound));
        cancel.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => loop.Join(_bound));
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
    }

    [Fact]
    public void Stop_forgets_timers_and_lets_what_is_queued_be_dispatched()
    {
        Define("timer", "queued");
        _module.After(TimeSpan.Zero, "timer", "");
        _module.Post("queued", "");
        _module.Stop();
        _module.After(TimeSpan.Zero, "timer", "");
        _module.Every(TimeSpan.FromTicks(1), "timer", "");
        _module.Run();
        Assert.Equal(["queued "], _log);
    }

    [Fact]
    public void A_module_runs_once()
    {
        _module.Stop();
        _module.Run();
        Assert.Throws<InvalidOperationException>(() => _module.Run());
    }

    [Fact]
    public void Nothing_is_lost_when_many_threads_post()
    {
        const int Threads = 4, Each = 2_000;
        var seen = new List<int>[Threads];
        for (var thread = 0; thread < Threads; thread++)
        {
            var mine = seen[thread] = [];
            _module.Define($"{thread}");
            _module.Register($"{thread}", data => mine.Add(int.Parse(data)));
        }
        var loop = WorkerThread.Start("loop", () => _module.Run(), background: true);
        var group = new ThreadGroup();
        for (var thread = 0; thread < Threads; thread++)
        {
            var kind = $"{thread}";
            group.Start($"poster {kind}", () => { for (var i = 0; i < Each; i++) _module.Post(kind, $"{i}"); }, background: true);
        }
        Assert.True(group.Join(_bound));
        _module.Stop();
        Assert.True(loop.Join(_bound));
        Assert.All(seen, mine => Assert.Equal(Enumerable.Range(0, Each), mine));
    }
}
