using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.AsyncBuffers;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter4;

public sealed class AsyncProducerConsumerTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Giving_up_and_completing()
    {
        var output = new StringWriter();
        await Ending.Play(new Stage(output));
        await Verify(output.ToString().ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public async Task Giving_up_and_completing_come_out_the_same_in_every_run()
    {
        string? before = null;
        for (var i = 0; i < 50; i++)
        {
            var output = new StringWriter();
            await Ending.Play(new Stage(output));
            before ??= output.ToString();
            Assert.Equal(before, output.ToString());
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 2, 100, 8)]
    [InlineData(5, 4, 101, 1)]
    public void Run_loses_nothing_and_never_holds_more_than_its_slots(int producers, int consumers, int items, int capacity)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), producers, consumers, items, capacity, restMs: 0);
        var rows = Regex.Matches(output.ToString(), @"\n  (\d+|no limit) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +\d+(?=\r?\n)");
        Assert.Equal([$"{capacity}", "no limit"], rows.Select(row => row.Groups[1].Value));
        foreach (Match row in rows)
        {
            var numbers = row.Groups.Values.Skip(2).Select(group => int.Parse(group.Value)).ToList();
            Assert.Equal([items, 0, 0], numbers.Take(3));
            Assert.InRange(numbers[3], 0, items);
            Assert.InRange(numbers[4], 0, row.Groups[1].Value == "no limit" ? items : capacity);
        }
        Assert.Equal("0", rows[1].Groups[5].Value); // without a limit no put waits
    }

    [Fact]
    public void Run_that_is_interrupted_before_it_begins_ends()
    {
        using var interrupt = new CancellationTokenSource();
        interrupt.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Demo.Run(new Stage(new StringWriter(), null, interrupt.Token)));
    }

    // Uninterrupted it would take hours.
    [Fact]
    public void Run_that_is_interrupted_while_all_wait_ends()
    {
        using var interrupt = new CancellationTokenSource();
        var begun = new OneShotLatch();
        var output = new CueWriter("complete: e refused", begun);
        var main = WorkerThread.Start("main", () =>
            Demo.Run(new Stage(output, cancel: interrupt.Token), items: 100_000, restMs: 1_000));
        Assert.True(begun.Wait(_bound));
        interrupt.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<WorkerFailedException>(() => main.Join(_bound)).InnerException);
        Assert.DoesNotContain("the long run", output.ToString());
    }

    [Theory]
    [InlineData("--producers 0", "--producers 0: must be 1 to 100")]
    [InlineData("--consumers 101", "--consumers 101: must be 1 to 100")]
    [InlineData("--items 0", "--items 0: must be 1 to 100000")]
    [InlineData("--capacity 0", "--capacity 0: must be 1 to 100000")]
    [InlineData("--rest 2s", "--rest 2s: must be 0ms to 1s")]
    public void A_bad_option_is_refused_in_one_line(string line, string refusal)
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        Assert.Equal((2, "", refusal + "\n"), world.Run(["run", "409", .. line.Split(' ')]));
    }

    [Fact]
    public void In_a_terminal_the_long_run_stands_in_a_table()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run("run", "409", "--items", "20", "--rest", "0ms");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ no limit │    20 │", output);
    }

    [Fact]
    public void A_queue_without_slots_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AwaitableQueue<int>(0));

    [Fact]
    public async Task Items_come_out_in_the_order_of_the_puts_also_of_those_that_waited()
    {
        var queue = new AwaitableQueue<int>(2);
        var puts = Enumerable.Range(0, 6).Select(i => queue.PutAsync(i)).ToList();
        Assert.Equal([true, true, false, false, false, false], puts.Select(put => put.IsCompletedSuccessfully));
        Assert.Equal(2, queue.Count);
        for (var i = 0; i < 6; i++) Assert.Equal((true, i), await queue.TakeAsync());
        await Task.WhenAll(puts).WaitAsync(_bound);
    }

    [Fact]
    public async Task Takers_are_served_in_the_order_of_their_calls()
    {
        var queue = new AwaitableQueue<int>(2);
        var takes = Enumerable.Range(0, 5).Select(_ => queue.TakeAsync()).ToList();
        for (var i = 0; i < 5; i++) Assert.True(queue.PutAsync(i).IsCompletedSuccessfully);
        Assert.Equal(Enumerable.Range(0, 5).Select(i => (true, i)), await Task.WhenAll(takes).WaitAsync(_bound));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task A_cancelled_token_is_no_obstacle_where_nobody_has_to_wait()
    {
        var queue = new AwaitableQueue<int>(1);
        var cancelled = new CancellationToken(canceled: true);
        await queue.PutAsync(1, cancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queue.PutAsync(2, cancelled).WaitAsync(_bound));
        Assert.Equal((true, 1), await queue.TakeAsync(cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queue.TakeAsync(cancelled).WaitAsync(_bound));
    }

    [Fact]
    public async Task A_token_that_fires_after_the_item_was_handed_over_changes_nothing()
    {
        var queue = new AwaitableQueue<int>(1);
        using var cancel = new CancellationTokenSource();
        var take = queue.TakeAsync(cancel.Token);
        await queue.PutAsync(7);
        cancel.Cancel();
        Assert.Equal((true, 7), await take.WaitAsync(_bound));

        using var late = new CancellationTokenSource();
        await queue.PutAsync(8);
        var put = queue.PutAsync(9, late.Token);
        Assert.Equal((true, 8), await queue.TakeAsync()); // lets 9 move up
        late.Cancel();
        await put.WaitAsync(_bound);
        Assert.Equal((true, 9), await queue.TakeAsync());
    }

    [Fact]
    public async Task Who_waits_and_is_cancelled_leaves_nothing_behind()
    {
        var queue = new AwaitableQueue<int>(1);
        using var cancel = new CancellationTokenSource();
        await using var all = queue.TakeAllAsync(cancel.Token).GetAsyncEnumerator(CancellationToken.None);
        var step = all.MoveNextAsync().AsTask();
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => step.WaitAsync(_bound));
        await queue.PutAsync(1);
        Assert.Equal(1, queue.Count); // not given to who has left

        using var again = new CancellationTokenSource();
        var put = queue.PutAsync(2, again.Token);
        again.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => put.WaitAsync(_bound));
        Assert.Equal((true, 1), await queue.TakeAsync());
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task A_put_that_waits_is_refused_by_complete()
    {
        var queue = new AwaitableQueue<int>(1);
        await queue.PutAsync(1);
        var put = queue.PutAsync(2);
        Assert.False(put.IsCompleted);
        queue.Complete();
        await Assert.ThrowsAsync<InvalidOperationException>(() => put.WaitAsync(_bound));
        Assert.Equal((true, 1), await queue.TakeAsync());
        Assert.False((await queue.TakeAsync()).HasItem);
    }

    [Fact]
    public async Task Complete_tells_the_takers_that_wait_and_drains_before_it_says_that_it_is_over()
    {
        var empty = new AwaitableQueue<int>(1);
        var takes = new[] { empty.TakeAsync(), empty.TakeAsync() };
        empty.Complete();
        empty.Complete();
        Assert.All(await Task.WhenAll(takes).WaitAsync(_bound), take => Assert.False(take.HasItem));

        var queue = new AwaitableQueue<int>(2);
        await queue.PutAsync(1);
        await queue.PutAsync(2);
        queue.Complete();
        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.PutAsync(3));
        var rest = new List<int>();
        await foreach (var item in queue.TakeAllAsync()) rest.Add(item);
        Assert.Equal([1, 2], rest);
        Assert.False((await queue.TakeAsync()).HasItem);
    }

    [Fact]
    public async Task Under_stress_with_cancellations_nothing_is_lost_and_nothing_comes_twice()
    {
        const int PerProducer = 400;
        var queue = new AwaitableQueue<int>(2);
        var accepted = new int[3 * PerProducer];
        var taken = new int[3 * PerProducer];

        async Task Produce(int number)
        {
            for (var i = 0; i < PerProducer; i++)
            {
                using var cancel = new CancellationTokenSource();
                var item = number * PerProducer + i;
                var put = queue.PutAsync(item, cancel.Token);
                if (i % 3 == 0) cancel.Cancel();
                try
                {
                    await put.ConfigureAwait(false);
                    Interlocked.Increment(ref accepted[item]);
                }
                catch (OperationCanceledException)
                {
                    // not added: the sums below must agree with that
                }
            }
        }

        async Task Consume()
        {
            for (var i = 0; ; i++)
            {
                using var cancel = new CancellationTokenSource();
                var take = queue.TakeAsync(cancel.Token);
                if (i % 3 == 0) cancel.Cancel();
                try
                {
                    var (hasItem, item) = await take.ConfigureAwait(false);
                    if (!hasItem) return;
                    Interlocked.Increment(ref taken[item]);
                }
                catch (OperationCanceledException)
                {
                    await Task.Yield();
                }
            }
        }

        var consumers = Enumerable.Range(0, 2).Select(_ => Task.Run(Consume)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(number => Task.Run(() => Produce(number)))).WaitAsync(_bound);
        queue.Complete();
        await Task.WhenAll(consumers).WaitAsync(_bound);
        Assert.Equal(accepted, taken);
    }
}
