using System.Text.RegularExpressions;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.QueueKinds;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter4;

public sealed class QueueKindsTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    private static string Run(int tickets = 8, int priorities = 3, int rounds = 100, int seed = 1)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), tickets, priorities, rounds, seed);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    private static bool Sleeps(WorkerThread worker) =>
        SpinWait.SpinUntil(() => worker.State.HasFlag(ThreadState.WaitSleepJoin), _bound);

    private static List<T> Drained<T>(StableQueue<T> queue)
    {
        queue.Close();
        var taken = new List<T>();
        while (queue.Take(out var item)) taken.Add(item);
        return taken;
    }

    [Fact]
    public async Task The_run() => await Verify(Run());

    [Theory]
    [InlineData(2, 1, 1, 0)]
    [InlineData(100, 5, 50, 4)]
    [InlineData(1000, 100, 1000, 9)]
    public void Run_shows_each_order_of_the_same_tickets(int tickets, int priorities, int rounds, int seed)
    {
        var lines = Run(tickets, priorities, rounds, seed).Split('\n');
        var rows = lines.Select(line => Regex.Matches(line, @"T(\d+)/(\d+)")).Where(cells => cells.Count == 5).ToList();
        Assert.Equal(tickets, rows.Count);
        List<(int Number, int Priority)> Column(int column) =>
            [.. rows.Select(cells => (int.Parse(cells[column].Groups[1].Value), int.Parse(cells[column].Groups[2].Value)))];
        var put = Column(0);
        Assert.Equal(put, Column(1));
        Assert.Equal(Enumerable.Reverse(put), Column(2));
        Assert.Equal(put.OrderBy(ticket => ticket.Priority), Column(3)); // OrderBy is stable
        Assert.Equal(put.Order(), Column(4).Order());
        Assert.Contains("by priority: stable", lines);
        var heapIsStable = put.OrderBy(ticket => ticket.Priority).SequenceEqual(Column(4));
        Assert.StartsWith(heapIsStable ? "heap alone: stable" : "heap alone: NOT STABLE", lines.Single(line => line.StartsWith("heap alone:")));
    }

    [Fact]
    public void Run_counts_the_rounds_that_tickets_wait()
    {
        var lines = Run(rounds: 10, priorities: 1).Split('\n');
        Assert.Contains("  first in, first out                           5  T11/1                    5", lines);
        Assert.Contains("  last in, first out                            0  T1/1                    10", lines);
        Assert.Contains("  by priority                                   5  T11/1                    5", lines);
    }

    [Fact]
    public void The_verdict_names_what_is_wrong_with_an_order()
    {
        Assert.Equal("x: stable", Stability.Of("x", [new(2, 1), new(1, 2), new(3, 2)]));
        Assert.Equal("x: NOT STABLE, T3/2 came out before T1/2", Stability.Of("x", [new(2, 1), new(3, 2), new(1, 2)]));
        Assert.Equal("x: NOT BY PRIORITY, T2/1 after T1/2", Stability.Of("x", [new(1, 2), new(2, 1)]));
    }

    [Fact]
    public void Run_that_is_interrupted_before_it_begins_does_not_wait()
    {
        // Nothing here waits: the tickets are in before a worker starts. It ends by itself, and leaves no thread.
        var output = new StringWriter();
        Demo.Run(new Stage(output, cancel: new CancellationToken(canceled: true)));
        Assert.Contains("by priority: stable", output.ToString());
    }

    [Theory]
    [InlineData("--tickets 1", "--tickets 1: must be 2 to 1000")]
    [InlineData("--priorities 0", "--priorities 0: must be 1 to 100")]
    [InlineData("--rounds 0", "--rounds 0: must be 1 to 10000")]
    [InlineData("--seed x", "--seed x: must be a whole number")]
    public void A_bad_option_is_refused_in_one_line(string line, string refusal)
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        var (exitCode, output, error) = world.Run(["run", "402", .. line.Split(' ')]);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(refusal, error);
    }

    [Fact]
    public void In_a_terminal_the_orders_stand_in_a_table_with_borders()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run("run", "402");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ T8/3 │", output);
    }

    [Fact]
    public void The_smallest_priority_comes_out_first_and_of_equal_ones_the_oldest()
    {
        var random = new Random(5);
        var queue = new StableQueue<(int Priority, int Number)>();
        var model = new List<(int Priority, int Number)>();
        for (var number = 0; number < 2_000; number++)
        {
            if (model.Count == 0 || random.Next(3) > 0)
            {
                var priority = random.Next(-2, 3);
                queue.Put((priority, number), priority);
                model.Add((priority, number));
            }
            else
            {
                var expected = model.Min();
                Assert.True(queue.Take(out var item));
                Assert.Equal(expected, item);
                model.Remove(item);
            }
            Assert.Equal(model.Count, queue.Count);
        }
        Assert.Equal(model.Order(), Drained(queue));
    }

    [Fact]
    public void The_extreme_priorities_are_in_order_too()
    {
        var queue = new StableQueue<string>();
        queue.Put("last", int.MaxValue);
        queue.Put("middle", 0);
        queue.Put("first", int.MinValue);
        Assert.Equal(["first", "middle", "last"], Drained(queue));
    }

    [Fact]
    public void Take_sleeps_while_it_is_empty_and_each_put_wakes_one()
    {
        var queue = new StableQueue<int>();
        var got = new int[2];
        List<WorkerThread> consumers =
            [.. Enumerable.Range(0, 2).Select(k => WorkerThread.Start($"consumer {k}", () => queue.Take(out got[k])))];
        Assert.All(consumers, consumer => Assert.True(Sleeps(consumer)));
        queue.Put(1, 1);
        queue.Put(2, 2);
        Assert.All(consumers, consumer => Assert.True(consumer.Join(_bound)));
        Assert.Equal([1, 2], got.Order());
    }

    [Fact]
    public void A_closed_queue_refuses_puts_and_is_drained_in_order()
    {
        var queue = new StableQueue<int>();
        queue.Put(1, 2);
        queue.Put(2, 1);
        queue.Close();
        queue.Close();
        Assert.Throws<InvalidOperationException>(() => queue.Put(3, 0));
        Assert.Equal([2, 1], Drained(queue));
        Assert.False(queue.Take(out _));
        Assert.False(queue.Take(out _, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Close_wakes_all_who_sleep()
    {
        var queue = new StableQueue<int>();
        List<WorkerThread> consumers =
            [.. Enumerable.Range(0, 3).Select(k => WorkerThread.Start($"consumer {k}", () => Assert.False(queue.Take(out _))))];
        Assert.All(consumers, consumer => Assert.True(Sleeps(consumer)));
        queue.Close();
        Assert.All(consumers, consumer => Assert.True(consumer.Join(_bound)));
    }

    [Fact]
    public void A_cancelled_take_removes_nothing_and_one_that_need_not_wait_is_not_cancelled()
    {
        var cancelled = new CancellationToken(canceled: true);
        var queue = new StableQueue<int>();
        Assert.ThrowsAny<OperationCanceledException>(() => queue.Take(out _, cancelled));
        queue.Put(1, 1);
        Assert.True(queue.Take(out var item, cancelled));
        Assert.Equal(1, item);
        using var source = new CancellationTokenSource();
        var consumer = WorkerThread.Start("consumer", () => queue.Take(out _, source.Token));
        Assert.True(Sleeps(consumer));
        source.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<WorkerFailedException>(() => consumer.Join(_bound)).InnerException);
        queue.Put(2, 1);
        Assert.Equal([2], Drained(queue));
    }

    [Fact]
    public void Nothing_is_lost_and_nothing_comes_twice_and_equal_ones_of_one_producer_stay_in_order()
    {
        const int producers = 3, consumers = 2, each = 2_000;
        var queue = new StableQueue<(int Producer, int Number, int Priority)>();
        var taken = new List<(int Producer, int Number, int Priority)>[consumers];
        var putting = new ThreadGroup();
        var taking = new ThreadGroup();
        for (var p = 0; p < producers; p++)
        {
            var producer = p;
            putting.Start($"producer {p}", () =>
            {
                for (var i = 0; i < each; i++) queue.Put((producer, i, i % 4), i % 4);
            });
        }
        for (var c = 0; c < consumers; c++)
        {
            var consumer = c;
            taking.Start($"consumer {c}", () =>
            {
                taken[consumer] = [];
                while (queue.Take(out var item)) taken[consumer].Add(item);
            });
        }
        Assert.True(putting.Join(_bound));
        queue.Close();
        Assert.True(taking.Join(_bound));
        Assert.Equal(producers * each, taken.SelectMany(items => items).Distinct().Count());
        Assert.Equal(producers * each, taken.Sum(items => items.Count));
        foreach (var same in taken.SelectMany(items => items.GroupBy(item => (item.Producer, item.Priority))))
        {
            // of one producer and priority, as one consumer got them
            var numbers = same.Select(item => item.Number).ToList();
            Assert.Equal(numbers.Order(), numbers);
        }
    }
}
