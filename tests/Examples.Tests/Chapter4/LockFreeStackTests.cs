using System.Text.RegularExpressions;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.LockFreeStacks;

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

    [Fact]
    public void Threads_that_push_and_pop_at_once_lose_nothing()
    {
        var stack = new LockFreeStack<int>();
        var result = new Race(threads: 4, items: 20_000)
            .Run(stack.Push, () => stack.TryPop(out var item) ? item : null, CancellationToken.None);
        Assert.Equal((0, 0), (result.Lost, result.Twice));
        Assert.True(stack.IsEmpty);
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
