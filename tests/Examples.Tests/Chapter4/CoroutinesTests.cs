using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.CooperativeTasks;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter4;

public sealed class CoroutinesTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    private readonly List<string> _log = [];

    private static string Run(int coroutines = 3, int steps = 3, int blockMs = 5, int switches = 400)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), coroutines, steps, blockMs, switches);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    private IEnumerable<Wish> Logs(string name, int yields)
    {
        try
        {
            for (var i = 0; i < yields; i++)
            {
                _log.Add(name);
                yield return Wish.Turn;
            }
        }
        finally { _log.Add($"{name} ends"); }
    }

    private IEnumerable<Wish> Receives(string name, Mailbox<int> mailbox, int values)
    {
        try
        {
            for (var i = 0; i < values; i++)
            {
                yield return Wish.Value;
                _log.Add($"{name} {mailbox.Value}");
            }
        }
        finally { _log.Add($"{name} ends"); }
    }

    [Fact]
    public async Task The_turns_and_the_values_that_are_sent()
    {
        var text = Run();
        await Verify(text[..text.IndexOf("\n\na ticker", StringComparison.Ordinal)]);
    }

    [Fact]
    public void Run_gives_turns_in_a_circle()
    {
        var turns = Regex.Matches(Run(coroutines: 5, steps: 4), @"^ *(\d+) +c(\d+):(\d+)$", RegexOptions.Multiline)
            .Select(match => (Turn: int.Parse(match.Groups[1].Value), Who: int.Parse(match.Groups[2].Value),
                Step: int.Parse(match.Groups[3].Value)));
        Assert.Equal(
            from step in Enumerable.Range(1, 4)
            from who in Enumerable.Range(1, 5)
            select ((step - 1) * 5 + who, who, step), turns);
    }

    [Fact]
    public void A_blocking_call_stalls_the_other_one_every_time()
    {
        for (var i = 0; i < 5; i++)
        {
            var row = Regex.Match(Run(blockMs: 30), @"calls what blocks for 30 ms +([\d,]+) +([\d.]+)");
            var longest = double.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture);
            Assert.True(longest >= 29); // a sleep of the system may end a part of a ms early
            Assert.InRange(int.Parse(row.Groups[1].Value), 1, 4);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(350)] // what is left over must not make one thread wait for the other for ever
    [InlineData(601)]
    public void Run_counts_what_it_measures(int switches) =>
        Assert.Matches(
            $@"two coroutines +{switches} +[\d.]+ +[\d,]+\n *two threads +{2 * Math.Max(1, switches / 200)} ",
            Run(switches: switches));

    [Theory]
    [InlineData("--coroutines", "0")]
    [InlineData("--steps", "51")]
    [InlineData("--block", "0ms")]
    [InlineData("--switches", "9")]
    public void A_bad_option_is_refused_by_name(string option, string value)
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly) };
        var (exitCode, output, error) = world.Run("run", "406", option, value);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(option, error);
    }

    [Fact]
    public void Run_in_a_terminal_draws_its_tables()
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly), TerminalWidth = 100 };
        var (exitCode, output, _) = world.Run("run", "406", "--block", "5ms", "--switches", "400");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ two coroutines │", output);
    }

    [Fact]
    public void Run_that_is_interrupted_in_its_blocking_call_ends_and_leaves_no_thread_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var begun = new OneShotLatch();
        var output = new CueWriter("ended after 3 values", begun);
        var main = WorkerThread.Start("main", () => Demo.Run(new Stage(output, cancel: interrupt.Token), blockMs: 5_000));
        Assert.True(begun.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
    }

    [Fact]
    public void Coroutines_take_turns_in_the_order_in_which_they_became_ready()
    {
        using var scheduler = new RoundRobinScheduler<int>();
        scheduler.Spawn("a", _ => Logs("a", 2));
        scheduler.Spawn("b", _ => Logs("b", 1));
        Assert.Empty(_log);
        Assert.Empty(scheduler.Run());
        Assert.Equal(["a", "b", "a", "b ends", "a ends"], _log);
    }

    [Fact]
    public void A_value_comes_with_the_next_turn_and_values_wait_in_order()
    {
        using var scheduler = new RoundRobinScheduler<int>();
        scheduler.Spawn("r", mailbox => Receives("r", mailbox, 3));
        Assert.True(scheduler.Send("r", 1));
        Assert.True(scheduler.Send("r", 2));
        Assert.Equal(["r"], scheduler.Run());
        Assert.Equal(["r 1", "r 2"], _log);
        Assert.True(scheduler.Send("r", 3));
        Assert.Empty(scheduler.Run());
        Assert.Equal(["r 1", "r 2", "r 3", "r ends"], _log);
        Assert.False(scheduler.Send("r", 4));
        Assert.False(scheduler.Send("nobody", 4));
    }

    [Fact]
    public void Two_values_sent_at_once_give_the_receiver_one_place_in_the_circle()
    {
        using var scheduler = new RoundRobinScheduler<int>();
        scheduler.Spawn("r", mailbox => Receives("r", mailbox, 2));
        scheduler.Run();
        scheduler.Send("r", 1);
        scheduler.Send("r", 2);
        scheduler.Spawn("a", _ => Logs("a", 2));
        scheduler.Run();
        Assert.Equal(["r 1", "a", "r 2", "r ends", "a", "a ends"], _log);
    }

    [Fact]
    public void Who_sends_to_itself_keeps_one_place_in_the_circle()
    {
        using var scheduler = new RoundRobinScheduler<int>();
        IEnumerable<Wish> SendsToItself(Mailbox<int> mailbox)
        {
            yield return Wish.Value;
            Assert.True(scheduler.Send("r", mailbox.Value + 1));
            yield return Wish.Turn;
            _log.Add("turn");
            yield return Wish.Value;
            _log.Add($"{mailbox.Value}");
            yield return Wish.Value;
        }
        scheduler.Spawn("r", SendsToItself);
        scheduler.Send("r", 1);
        Assert.Equal(["r"], scheduler.Run());
        Assert.Equal(["turn", "2"], _log);
        Assert.Empty(scheduler.Failures);
    }

    [Fact]
    public void Dispose_runs_all_finally_blocks_also_when_one_throws()
    {
        static IEnumerable<Wish> Throws()
        {
            try { yield return Wish.Value; }
            finally { throw new FormatException("boom"); }
        }
        var scheduler = new RoundRobinScheduler<int>();
        scheduler.Spawn("bad", _ => Throws());
        scheduler.Spawn("good", mailbox => Receives("good", mailbox, 1));
        scheduler.Run();
        scheduler.Dispose();
        Assert.Equal(["good ends"], _log);
        Assert.Equal("bad", Assert.Single(scheduler.Failures).Name);
    }

    [Fact]
    public void Those_who_wait_are_told_in_the_order_of_their_spawning()
    {
        using var scheduler = new RoundRobinScheduler<int>();
        foreach (var name in new[] { "c", "a", "b" }) scheduler.Spawn(name, mailbox => Receives(name, mailbox, 1));
        scheduler.Spawn("done", _ => Logs("done", 1));
        Assert.Equal(["c", "a", "b"], scheduler.Run());
        scheduler.Send("a", 1);
        Assert.Equal(["c", "b"], scheduler.Run());
    }

    [Fact]
    public void One_that_throws_is_reported_and_the_others_go_on()
    {
        static IEnumerable<Wish> Throws()
        {
            yield return Wish.Turn;
            throw new FormatException("boom");
        }
        using var scheduler = new RoundRobinScheduler<int>();
        scheduler.Spawn("bad", _ => Throws());
        scheduler.Spawn("good", _ => Logs("good", 3));
        Assert.Empty(scheduler.Run());
        Assert.Equal(["good", "good", "good", "good ends"], _log);
        var (name, failure) = Assert.Single(scheduler.Failures);
        Assert.Equal(("bad", "boom"), (name, failure.Message));
        scheduler.Spawn("bad", _ => Logs("bad", 1)); // the name is free again
    }

    [Fact]
    public void A_cancelled_Run_leaves_all_where_they_are_and_Dispose_runs_their_finally_blocks()
    {
        var scheduler = new RoundRobinScheduler<int>();
        using var cancel = new CancellationTokenSource();
        scheduler.Spawn("a", _ => Logs("a", 2));
        scheduler.Spawn("canceller", _ => Cancels());
        IEnumerable<Wish> Cancels() { cancel.Cancel(); yield return Wish.Turn; }
        Assert.Throws<OperationCanceledException>(() => scheduler.Run(cancel.Token));
        Assert.Equal(["a"], _log);
        scheduler.Dispose();
        Assert.Equal(["a", "a ends"], _log);
        Assert.Empty(scheduler.Run());
    }

    [Fact]
    public void A_name_that_is_taken_or_empty_and_no_body_are_refused()
    {
        using var scheduler = new RoundRobinScheduler<int>();
        scheduler.Spawn("a", _ => Logs("a", 1));
        Assert.Throws<ArgumentException>(() => scheduler.Spawn("a", _ => Logs("a", 1)));
        Assert.Throws<ArgumentException>(() => scheduler.Spawn("", _ => Logs("a", 1)));
        Assert.Throws<ArgumentNullException>(() => scheduler.Spawn("b", null!));
        Assert.Empty(scheduler.Run());
    }

    [Fact]
    public void Many_that_send_to_each_other_lose_nothing()
    {
        const int Members = 50, Laps = 200;
        using var scheduler = new RoundRobinScheduler<int>();
        IEnumerable<Wish> Passes(int me, Mailbox<int> mailbox)
        {
            for (var lap = 0; lap < Laps; lap++)
            {
                yield return Wish.Value;
                scheduler.Send($"{(me + 1) % Members}", mailbox.Value + 1);
                if (me == Members - 1) _log.Add($"{mailbox.Value}");
            }
        }
        for (var i = 0; i < Members; i++)
        {
            var me = i;
            scheduler.Spawn($"{me}", mailbox => Passes(me, mailbox));
        }
        scheduler.Send("0", 0);
        Assert.Empty(scheduler.Run());
        Assert.Equal(Enumerable.Range(1, Laps).Select(lap => $"{lap * Members - 1}"), _log);
    }
}
