using System.Text.RegularExpressions;
using Spectre.Console;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.ProducerConsumer;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter4;

public sealed partial class ProducerConsumerTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(20);
    private static readonly CancellationToken _cancelled = new(canceled: true);

    [GeneratedRegex(@"^(?<thread>[pc]\d+)\s+(?<items>\d+)\s+(full|empty)\s+(?<times>\d+)\s+\d+$")]
    private static partial Regex HandLine { get; }

    [GeneratedRegex(@"^\s*(?<ms>\d+) ms\s.*?(?<least>\d+)(\.\.(?<most>\d+))?$")]
    private static partial Regex DepthLine { get; }

    private static string[] Run(
        int producers = 3, int consumers = 2, int items = 60, int capacity = 4, int produceMs = 0, int consumeMs = 0, int closeMs = 0)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), producers, consumers, items, capacity, produceMs, consumeMs, closeMs, patienceMs: 5);
        return output.ToString().Split('\n', StringSplitOptions.TrimEntries);
    }

    private static Dictionary<string, (int Items, int Times)> Hands(string[] lines) =>
        lines.Select(line => HandLine.Match(line)).Where(match => match.Success).ToDictionary(
            match => match.Groups["thread"].Value,
            match => (int.Parse(match.Groups["items"].Value), int.Parse(match.Groups["times"].Value)));

    private static bool Sleeps(WorkerThread worker) =>
        SpinWait.SpinUntil(() => worker.State.HasFlag(ThreadState.WaitSleepJoin), _bound);

    private static void Ends(params IEnumerable<WorkerThread> workers) =>
        Assert.All(workers, worker => Assert.True(worker.Join(_bound)));

    [Fact]
    public async Task The_calls()
    {
        var output = new StringWriter();
        new Calls(patienceMs: 5).Play(new Stage(output));
        await Verify(output.ToString().ReplaceLineEndings("\n").TrimEnd());
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 2, 200, 4)]
    [InlineData(2, 5, 501, 1)]
    [InlineData(7, 1, 5, 100)]
    public void Run_puts_and_takes_every_item_once(int producers, int consumers, int items, int capacity)
    {
        var lines = Run(producers, consumers, items, capacity);
        Assert.Contains($"{items} put, {items} taken: 0 lost, 0 taken twice, 0 from nowhere", lines);
        Assert.Equal("in order: no consumer got an item of a producer after a later one of the same producer", lines[^2]);
        var hands = Hands(lines);
        Assert.Equal(producers, hands.Keys.Count(name => name[0] == 'p'));
        Assert.Equal(consumers, hands.Keys.Count(name => name[0] == 'c'));
        Assert.Equal(items, hands.Where(hand => hand.Key[0] == 'p').Sum(hand => hand.Value.Items));
        Assert.Equal(items, hands.Where(hand => hand.Key[0] == 'c').Sum(hand => hand.Value.Items));
        Assert.All(hands.Values, hand => Assert.InRange(hand.Times, 0, hand.Items)); // it waited for what it then put or took
    }

    [Fact]
    public void Run_shows_depths_between_empty_and_full_in_the_order_of_time()
    {
        var rows = Run(items: 60, consumeMs: 5).Select(line => DepthLine.Match(line)).Where(match => match.Success).ToList();
        Assert.InRange(rows.Count, 1, 16);
        var times = rows.Select(row => int.Parse(row.Groups["ms"].Value)).ToList();
        Assert.Equal(times.Order(), times);
        Assert.All(rows, row =>
        {
            var least = int.Parse(row.Groups["least"].Value);
            var most = row.Groups["most"].Success ? int.Parse(row.Groups["most"].Value) : least;
            Assert.InRange(least, 0, most);
            Assert.InRange(most, least, 4);
        });
    }

    [Fact]
    public void Run_that_is_closed_early_loses_nothing_that_was_accepted()
    {
        var lines = Run(items: 100_000, produceMs: 1, closeMs: 20);
        var refused = lines.Select(line => Regex.Match(line, @"^closed before the end: (\d+) of 100000 items were not put$"))
            .Single(match => match.Success);
        var accepted = 100_000 - int.Parse(refused.Groups[1].Value);
        Assert.Contains($"{accepted} put, {accepted} taken: 0 lost, 0 taken twice, 0 from nowhere", lines);
    }

    [Fact]
    public void Run_in_a_terminal_shows_the_depth_while_it_runs()
    {
        var output = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        Demo.Run(new Stage(output, terminal), items: 20, capacity: 4, produceMs: 0, consumeMs: 5, patienceMs: 5);
        Assert.Matches(@"  \[█* *\] \d of 4\e\[K", output.ToString()); // a line that may be painted over
        Assert.Contains("20 put, 20 taken: 0 lost", output.ToString());
    }

    [Fact]
    public void Run_that_is_interrupted_ends_and_leaves_no_thread_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var callsAreDone = new OneShotLatch();
        var output = new CueWriter("0, closed", callsAreDone);
        var main = WorkerThread.Start("main", () =>
            Demo.Run(new Stage(output, cancel: interrupt.Token), items: 100_000, produceMs: 10_000, patienceMs: 1));
        Assert.True(callsAreDone.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        var perThread = Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions; // all joined, so all gone
        Assert.All(perThread, thread => Assert.IsAssignableFrom<OperationCanceledException>(thread.InnerException));
    }

    [Theory]
    [InlineData("--producers 0", "--producers 0: must be 1 to 50")]
    [InlineData("--consumers 51", "--consumers 51: must be 1 to 50")]
    [InlineData("--items 0", "--items 0: must be 1 to 100000")]
    [InlineData("--capacity 0", "--capacity 0: must be 1 to 10000")]
    [InlineData("--produce -1ms", "--produce -1ms: must be 0ms to 10s")]
    [InlineData("--consume 11s", "--consume 11s: must be 0ms to 10s")]
    [InlineData("--close 2m", "--close 2m: must be 0ms to 1m")]
    [InlineData("--patience 0ms", "--patience 0ms: must be 1ms to 10s")]
    public void A_bad_option_is_refused_in_one_line(string line, string refusal)
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        var (exitCode, output, error) = world.Run(["run", "401", .. line.Split(' ')]);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(refusal, error);
    }

    [Fact]
    public void The_audit_names_what_is_wrong()
    {
        var queue = new BoundedQueue<Item>(10);
        var (producer, consumer) = (new Hand("p1", queue, default), new Hand("c1", queue, default));
        producer.Items.AddRange([new("p1", 1), new("p1", 2), new("p1", 3)]);
        consumer.Items.AddRange([new("p1", 2), new("p1", 1), new("p1", 1), new("p2", 9)]);
        Assert.Equal(
            ["3 put, 4 taken: 1 lost, 1 taken twice, 1 from nowhere", "OUT OF ORDER: c1 got p1-1 after p1-2"],
            new Audit([producer], [consumer]).Findings);
    }

    [Fact]
    public void A_queue_without_slots_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BoundedQueue<int>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BoundedQueue<int>(-1));
    }

    [Fact]
    public void A_timeout_out_of_range_is_refused_although_no_wait_is_needed()
    {
        var queue = new BoundedQueue<int>(2);
        queue.Put(1);
        foreach (var timeout in new[] { TimeSpan.FromMilliseconds(-2), TimeSpan.FromMilliseconds(1.0 + int.MaxValue) })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => queue.TryPut(2, timeout));
            Assert.Throws<ArgumentOutOfRangeException>(() => queue.TryTake(out _, timeout));
        }
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void The_oldest_item_comes_out_first_around_the_end_of_the_ring()
    {
        var queue = new BoundedQueue<int>(2);
        for (var i = 0; i < 5; i++)
        {
            queue.Put(i);
            Assert.True(queue.TryPut(-i));
            Assert.False(queue.TryPut(99));
            Assert.Equal(2, queue.Count);
            Assert.True(queue.Take(out var first));
            Assert.True(queue.TryTake(out var second));
            Assert.Equal((i, -i), (first, second));
            Assert.False(queue.TryTake(out _));
        }
    }

    [Fact]
    public void A_timed_call_gives_up_when_its_time_is_over_and_not_before()
    {
        var queue = new BoundedQueue<int>(1);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.False(queue.TryTake(out _, _short));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) >= _short);
        queue.Put(1);
        start = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.False(queue.TryPut(2, _short));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) >= _short);
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void A_timed_call_that_sleeps_is_woken_by_what_it_waits_for()
    {
        var queue = new BoundedQueue<int>(1);
        var taken = 0;
        var consumer = WorkerThread.Start("consumer", () => Assert.True(queue.TryTake(out taken, _bound)));
        Assert.True(Sleeps(consumer));
        queue.Put(1);
        Ends(consumer);
        Assert.Equal(1, taken);
        queue.Put(2);
        var producer = WorkerThread.Start("producer", () => Assert.True(queue.TryPut(3, _bound)));
        Assert.True(Sleeps(producer));
        Assert.True(queue.Take(out _));
        Ends(producer);
        Assert.True(queue.TryTake(out taken));
        Assert.Equal(3, taken);
    }

    [Fact]
    public void Two_puts_in_a_row_wake_two_consumers_and_two_takes_two_producers()
    {
        var queue = new BoundedQueue<int>(2);
        var got = new int[2];
        List<WorkerThread> consumers =
            [.. Enumerable.Range(0, 2).Select(k => WorkerThread.Start($"consumer {k}", () => queue.Take(out got[k])))];
        Assert.All(consumers, consumer => Assert.True(Sleeps(consumer)));
        queue.Put(1);
        queue.Put(2);
        Ends(consumers);
        Assert.Equal([1, 2], got.Order());

        queue.Put(3);
        queue.Put(4);
        List<WorkerThread> producers =
            [.. Enumerable.Range(5, 2).Select(item => WorkerThread.Start($"producer {item}", () => queue.Put(item)))];
        Assert.All(producers, producer => Assert.True(Sleeps(producer)));
        Assert.True(queue.Take(out _));
        Assert.True(queue.Take(out _));
        Ends(producers);
        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public void A_cancelled_call_changes_nothing_and_one_that_need_not_wait_is_not_cancelled()
    {
        var queue = new BoundedQueue<int>(1);
        Assert.ThrowsAny<OperationCanceledException>(() => queue.Take(out _, _cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => queue.TryTake(out _, _bound, _cancelled));
        queue.Put(1, _cancelled);
        Assert.ThrowsAny<OperationCanceledException>(() => queue.Put(2, _cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => queue.TryPut(2, _bound, _cancelled));
        Assert.Equal(1, queue.Count);
        Assert.True(queue.Take(out var item, _cancelled));
        Assert.Equal(1, item);

        using var source = new CancellationTokenSource();
        var consumer = WorkerThread.Start("consumer", () => queue.Take(out _, source.Token));
        var full = new BoundedQueue<int>(1);
        full.Put(1);
        var producer = WorkerThread.Start("producer", () => full.TryPut(2, _bound, source.Token));
        Assert.True(Sleeps(consumer) && Sleeps(producer));
        source.Cancel();
        Assert.All([consumer, producer], worker => Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<WorkerFailedException>(() => worker.Join(_bound)).InnerException));
        Assert.Equal(1, full.Count);
    }

    [Fact]
    public void Close_refuses_puts_gives_what_is_left_and_tells_that_it_is_over()
    {
        var queue = new BoundedQueue<int>(3);
        queue.Put(1);
        queue.Put(2);
        queue.Close();
        queue.Close();
        Assert.True(queue.IsClosed);
        Assert.Throws<InvalidOperationException>(() => queue.Put(3));
        Assert.False(queue.TryPut(3));
        Assert.False(queue.TryPut(3, _bound));
        Assert.True(queue.Take(out var first));
        Assert.True(queue.TryTake(out var second, _bound));
        Assert.Equal((1, 2), (first, second));
        for (var i = 0; i < 2; i++)
        {
            Assert.False(queue.Take(out _));
            Assert.False(queue.TryTake(out _));
            Assert.False(queue.TryTake(out _, _bound));
        }
    }

    [Fact]
    public void Close_wakes_all_who_sleep()
    {
        var queue = new BoundedQueue<int>(1);
        List<WorkerThread> consumers =
            [.. Enumerable.Range(0, 3).Select(k => WorkerThread.Start($"consumer {k}", () => Assert.False(queue.Take(out _))))];
        Assert.All(consumers, consumer => Assert.True(Sleeps(consumer)));
        queue.Close();
        Ends(consumers);

        queue = new BoundedQueue<int>(1);
        queue.Put(1);
        List<WorkerThread> producers =
        [
            .. Enumerable.Range(0, 3).Select(k => WorkerThread.Start($"producer {k}", () =>
                Assert.Throws<InvalidOperationException>(() => queue.Put(2)))),
        ];
        Assert.All(producers, producer => Assert.True(Sleeps(producer)));
        queue.Close();
        Ends(producers);
        Assert.Equal(1, queue.Count);
    }

    // The close falls among the puts, anywhere; producers and consumers give up and come again all the time.
    [Fact]
    public void What_was_accepted_comes_out_once_under_timeouts_and_a_close_in_the_middle()
    {
        for (var round = 0; round < 20; round++)
        {
            var queue = new BoundedQueue<int>(1 + (round % 3));
            int accepted = 0, taken = 0;
            var group = new ThreadGroup();
            for (var n = 0; n < 2; n++)
            {
                group.Start($"producer {n}", () =>
                {
                    while (!queue.IsClosed)
                        if (queue.TryPut(1, TimeSpan.FromMilliseconds(round % 2))) Interlocked.Increment(ref accepted);
                });
                group.Start($"consumer {n}", () =>
                {
                    while (queue.Take(out var item)) Interlocked.Add(ref taken, item);
                });
            }
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref taken) > 20, _bound));
            queue.Close();
            Assert.True(group.Join(_bound));
            Assert.Equal(accepted, taken);
        }
    }
}
