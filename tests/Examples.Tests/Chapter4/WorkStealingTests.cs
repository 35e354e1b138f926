using System.Text.RegularExpressions;
using Spectre.Console;
using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.ForkJoin;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter4;

public sealed class WorkStealingTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    private static string Played(Action<Stage> play)
    {
        var output = new StringWriter();
        play(new Stage(output));
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    private static int[] Numbers(int count, int below = int.MaxValue)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(below))];
    }

    [Fact]
    public async Task The_theft() => await Verify(Played(Theft.Play));

    [Fact]
    public void The_theft_takes_the_same_course_every_time()
    {
        var first = Played(Theft.Play);
        for (var i = 0; i < 30; i++) Assert.Equal(first, Played(Theft.Play));
    }

    [Fact]
    public void Run_measures_every_number_of_workers_and_sorts_right_each_time()
    {
        var lines = Played(stage => Demo.Run(stage, numbers: 5_000, workers: 3, cutOff: 100, repetitions: 2)).Split('\n');
        Assert.Equal("12 of 12 sorts came out as Order() of the platform has it", lines[^1]);

        var table = lines.SkipWhile(line => !line.StartsWith("5000 numbers, cut-off 100")).Skip(3).Take(4)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal(["none", "1", "2", "3"], table.Select(row => row[0]));
        // 5000 is halved six times until it is not above 100: 64 pieces, so the root and 63 second halves.
        Assert.All(table.Skip(1), row => Assert.Equal("64", row[4]));
        Assert.Equal("0", table[1][5]); // nobody to steal from

        var workers = lines.Where(line => line.StartsWith("  fork-join "))
            .Select(line => Regex.Match(line, @"(\d+)\s+(\d+)$")).ToList();
        Assert.Equal(3, workers.Count);
        Assert.Equal(64, workers.Sum(row => int.Parse(row.Groups[1].Value)));
        Assert.Equal(table[3][5], $"{workers.Sum(row => int.Parse(row.Groups[2].Value))}");
    }

    [Theory]
    [InlineData("--workers", "0", "must be 1 to 32")]
    [InlineData("--numbers", "0", "must be 1 to 5000000")]
    [InlineData("--cut-off", "0", "must be 1 to 20000000")]
    [InlineData("--repetitions", "101", "must be 1 to 100")]
    public void Numbers_out_of_range_are_refused(string option, string value, string reason)
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Exercise).Assembly) };
        Assert.Equal((2, "", $"{option} {value}: {reason}\n"), world.Run("run", "405", option, value));
    }

    [Fact]
    public void Run_draws_in_a_terminal()
    {
        var output = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        Demo.Run(new Stage(output, terminal), numbers: 1, workers: 1, repetitions: 1);
        Assert.Contains("who did what, 1 worker", output.ToString());
        Assert.Contains("4 of 4 sorts", output.ToString());
    }

    [Fact]
    public void Run_that_is_interrupted_ends_and_leaves_no_worker_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var played = new OneShotLatch();
        var output = new CueWriter("stolen: A B", played); // then it sorts for minutes
        var main = WorkerThread.Start("main", () =>
            Demo.Run(new Stage(output, cancel: interrupt.Token), numbers: 1_000_000, workers: 4, repetitions: 100));
        Assert.True(played.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException); // Dispose has joined the workers
        Assert.DoesNotContain("sorts came out", output.ToString());
    }

    [Fact]
    public void A_theft_that_is_interrupted_ends()
    {
        using var interrupt = new CancellationTokenSource();
        interrupt.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Theft.Play(new Stage(new StringWriter(), cancel: interrupt.Token)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(17, 1)]
    [InlineData(1_000, 1)]
    [InlineData(1_000, 7)]
    [InlineData(100_003, 1_000)]
    [InlineData(100_003, 1_000_000)]
    public void Sort_sorts_in_place_whatever_the_length_and_the_cut_off(int count, int cutOff)
    {
        using var pool = new WorkStealingPool(3);
        var items = Numbers(count);
        var expected = items.Order().ToArray();
        new ParallelMergeSort<int>(pool, cutOff).Sort(items);
        Assert.Equal(expected, items);
    }

    [Fact]
    public void Sorted_and_reversed_and_equal_numbers_come_out_sorted()
    {
        using var pool = new WorkStealingPool(2);
        var sort = new ParallelMergeSort<int>(pool, 10);
        int[][] arrays = [[.. Enumerable.Range(0, 500)], [.. Enumerable.Range(-500, 500).Reverse()], new int[500]];
        foreach (var items in arrays)
        {
            var expected = items.Order().ToArray();
            sort.Sort(items);
            Assert.Equal(expected, items);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100)]
    public void Equal_items_keep_their_order(int cutOff)
    {
        using var pool = new WorkStealingPool(3);
        var items = Numbers(5_000, below: 20).Select((key, place) => new Card(key, place)).ToArray();
        var expected = items.OrderBy(card => card.Key).ToArray(); // the platform's is stable
        new ParallelMergeSort<Card>(pool, cutOff).Sort(items);
        Assert.Equal(expected, items);
    }

    [Fact]
    public void One_object_sorts_for_several_callers_at_the_same_time()
    {
        using var pool = new WorkStealingPool(2);
        var sort = new ParallelMergeSort<int>(pool, 50);
        var callers = new ThreadGroup();
        for (var t = 0; t < 4; t++)
        {
            var items = Numbers(20_000 + t);
            callers.Start($"caller {t}", () =>
            {
                var expected = items.Order().ToArray();
                sort.Sort(items);
                Assert.Equal(expected, items);
            });
        }
        Assert.True(callers.Join(_bound));
    }

    [Fact]
    public void A_sort_that_is_cancelled_throws_and_leaves_the_same_items()
    {
        using var pool = new WorkStealingPool(2);
        using var cancel = new CancellationTokenSource();
        var compared = 0;
        var items = Numbers(5_000).Select(number => new Watched(number, () =>
        {
            if (Interlocked.Increment(ref compared) == 1_000) cancel.Cancel();
        })).ToArray();
        var before = items.Select(item => item.Number).Order().ToArray();
        Assert.ThrowsAny<OperationCanceledException>(() => new ParallelMergeSort<Watched>(pool, 10).Sort(items, cancel.Token));
        Assert.Equal(before, items.Select(item => item.Number).Order());
        var comparedThen = compared;
        pool.Dispose(); // had anything of it still been running, it would have run on until here
        Assert.Equal(comparedThen, compared);
    }

    [Fact]
    public void What_a_comparison_throws_comes_out_as_it_was_thrown()
    {
        using var pool = new WorkStealingPool(2);
        Watched[] items =
            [.. Numbers(1_000).Select(number => new Watched(number, () => throw new InvalidDataException("no order")))];
        var failure = Assert.Throws<InvalidDataException>(() => new ParallelMergeSort<Watched>(pool, 10).Sort(items));
        Assert.Equal("no order", failure.Message);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        using var pool = new WorkStealingPool(1);
        Assert.Throws<ArgumentNullException>(() => new ParallelMergeSort<int>(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParallelMergeSort<int>(pool, 0));
        Assert.Throws<ArgumentNullException>(() => new ParallelMergeSort<int>(pool, 1).Sort(null!));
        Assert.Equal(7, new ParallelMergeSort<int>(pool, 7).CutOff);
    }

    private readonly record struct Card(int Key, int Place) : IComparable<Card>
    {
        public int CompareTo(Card other) => Key.CompareTo(other.Key);
    }

    private readonly record struct Watched(int Number, Action OnCompare) : IComparable<Watched>
    {
        public int CompareTo(Watched other)
        {
            OnCompare();
            return Number.CompareTo(other.Number);
        }
    }
}
