using System.Diagnostics;
using System.Text.RegularExpressions;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.LockFreeStacks;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter4;

public sealed class LockFreeStackTests
{
    private static string Played(bool hasTags)
    {
        var output = new StringWriter();
        ReusedNode.Play(new Stage(output), hasTags);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    [Fact]
    public async Task A_node_used_again_without_tags() => await Verify(Played(hasTags: false));

    [Fact]
    public async Task A_node_used_again_with_tags() => await Verify(Played(hasTags: true));

    [Fact]
    public void The_item_comes_out_twice_in_every_run_without_tags_and_in_none_with_them()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.EndsWith("TWICE: b", Played(hasTags: false));
            Assert.EndsWith("each once", Played(hasTags: true));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Run_loses_nothing_and_gives_nothing_twice(int threads)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), threads, items: 2_000);
        var row = Regex.Match(output.ToString(), @"\n  LockFreeStack +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)");
        Assert.Equal([$"{threads * 2_000}", "0", "0"], row.Groups.Values.Skip(1).Take(3).Select(group => group.Value));
        if (threads == 1) Assert.Equal("0", row.Groups[4].Value);
        Assert.Matches($@"\n  Stack in a mutex +{threads * 2_000} +0 +0 +\d+\r?\n", output.ToString());
    }

    [Fact]
    public void Interrupted_run_ends_without_a_thread_left()
    {
        using var interrupt = new CancellationTokenSource();
        interrupt.Cancel();
        var failure = Assert.ThrowsAny<Exception>(() => Demo.Run(new Stage(new StringWriter(), null, interrupt.Token)));
        Assert.All(
            failure is AggregateException several ? several.Flatten().InnerExceptions : [failure],
            one => Assert.IsAssignableFrom<OperationCanceledException>(one is WorkerFailedException worker ? worker.InnerException : one));
    }

    [Fact]
    public void A_race_that_is_interrupted_in_the_middle_joins_its_threads_and_ends()
    {
        using var interrupt = new CancellationTokenSource();
        var failure = Assert.Throws<AggregateException>(() => new Race(threads: 3, items: 100_000).Run(
            item => { if (item == 5) interrupt.Cancel(); }, () => null, interrupt.Token));
        Assert.All(failure.InnerExceptions, thread => Assert.IsAssignableFrom<OperationCanceledException>(thread.InnerException));
    }

    [Fact]
    public void A_race_with_a_stack_that_never_gets_empty_can_be_interrupted()
    {
        using var interrupt = new CancellationTokenSource();
        var pops = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => new Race(threads: 1, items: 1).Run(_ => { }, () =>
        {
            if (++pops == 100) interrupt.Cancel();
            return 0;
        }, interrupt.Token));
    }

    [Theory]
    [InlineData("--threads 0", "--threads 0: must be 1 to 32")]
    [InlineData("--threads 33", "--threads 33: must be 1 to 32")]
    [InlineData("--items 0", "--items 0: must be 1 to 1000000")]
    public void A_bad_option_is_refused_in_one_line(string line, string refusal)
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        Assert.Equal((2, "", refusal + "\n"), world.Run(["run", "412", .. line.Split(' ')]));
    }

    [Fact]
    public void In_a_terminal_the_plays_stand_in_tables()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run("run", "412", "--items", "100");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ d(n2) a(n0)       │ n1    │", output);
    }

    [Fact]
    public void The_race_finds_what_a_wrong_stack_loses_and_gives_twice()
    {
        // Forgets every tenth item, and gives one of the others again.
        var items = new Stack<int>();
        var race = new Race(threads: 1, items: 100);
        var result = race.Run(
            item => { if (item % 10 != 0) items.Push(item); if (item == 55) items.Push(item); },
            () => items.TryPop(out var item) ? item : null, CancellationToken.None);
        Assert.Equal((10, 1), (result.Lost, result.Twice));
    }

    [Fact]
    public void The_youngest_item_comes_out_first()
    {
        var stack = new LockFreeStack<string>();
        Assert.True(stack.IsEmpty);
        stack.Push("a");
        stack.Push("b");
        Assert.False(stack.IsEmpty);
        Assert.True(stack.TryPop(out var item));
        Assert.Equal("b", item);
        Assert.True(stack.TryPop(out item));
        Assert.Equal("a", item);
        Assert.False(stack.TryPop(out item));
        Assert.Null(item);
        Assert.True(stack.IsEmpty);
        Assert.Equal(0, stack.FailedSwaps);
    }

    // Threads that take turns on one core hardly ever meet: it goes on until they have, but not for ever.
    [Fact]
    public void Threads_that_push_and_pop_at_once_lose_nothing()
    {
        var stack = new LockFreeStack<int>();
        var began = Stopwatch.GetTimestamp();
        do
        {
            var result = new Race(threads: 4, items: 50_000)
                .Run(stack.Push, () => stack.TryPop(out var item) ? item : null, CancellationToken.None);
            Assert.Equal((0, 0), (result.Lost, result.Twice));
            Assert.True(stack.IsEmpty);
        } while (stack.FailedSwaps < 100 && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_pooled_stack_refuses_more_than_it_has_nodes_for_and_shows_what_it_holds()
    {
        var stack = new PooledStack(nodes: 2, hasTags: true);
        Assert.Equal(("empty", "n0 n1"), (stack.Contents, stack.Pool));
        stack.Push('a');
        stack.Push('b');
        Assert.Equal(("b(n1) a(n0)", "none"), (stack.Contents, stack.Pool));
        Assert.Throws<InvalidOperationException>(() => stack.Push('c'));
        Assert.Equal('b', stack.TryPop());
        Assert.Equal('a', stack.TryPop());
        Assert.Null(stack.TryPop());
    }

    // The answer to the second question of the statement.
    [Fact]
    public void Without_tags_the_node_that_was_freed_twice_is_given_out_twice()
    {
        var stack = new PooledStack(nodes: 3, hasTags: false);
        foreach (var item in "abc") stack.Push(item);
        stack.BetweenLookAndSwap = () =>
        {
            stack.BetweenLookAndSwap = null;
            stack.TryPop();
            stack.TryPop();
            stack.Push('d');
        };
        Assert.Equal('d', stack.TryPop());
        while (stack.TryPop() is not null) { }
        Assert.Equal("n1 n2 n1 n0", stack.Pool);
        foreach (var item in "xyz") stack.Push(item);
        Assert.Equal("zyzy", string.Concat(Enumerable.Range(0, 4).Select(_ => stack.TryPop())));
    }
}
