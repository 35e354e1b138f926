using System.Text.RegularExpressions;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.AsyncCoordination;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter4;

public sealed class AsyncCoordinationTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    private static string Ran(int tasks, int permits = 3)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), tasks, permits);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    [Fact]
    public void A_monitor_does_not_survive_an_await_in_any_run()
    {
        for (var i = 0; i < 20; i++)
            Assert.Equal(new("first", "second", nameof(SynchronizationLockException), true), MonitorAcrossAwait.Run());
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(200, 3)]
    public void Run_loses_all_but_one_deposit_without_a_lock_and_none_with_it(int tasks, int permits)
    {
        var text = Ran(tasks, permits);
        Assert.Contains($"\n  without a lock   balance 1, {tasks - 1} lost\n", text);
        Assert.Matches(
            $@"\n  AwaitableMutex   balance {tasks}, 0 lost; {tasks - 1} tasks waited at once, threads in the pool then: \d+\n", text);
        Assert.Matches($@"\n  AsyncLock +{tasks} came: at most 1 inside\n", text);
        var most = Regex.Match(text, $@"\n  AsyncSemaphore +{tasks} came, {permits} permits?: at most (\d+) inside\n");
        Assert.InRange(int.Parse(most.Groups[1].Value), 1, permits);
        Assert.Matches($@"\n  AsyncManualResetEvent +{tasks} came, 0 through before Set, {tasks} after it\n", text);
        Assert.Matches(@"\n  AsyncReaderWriterLock +at most 1 writing, \d+ reading, 0 times both\n", text);
        Assert.Matches($@"\n  AsyncMonitor +the host looked \d+ times in vain, then all {tasks} were there$", text);
    }

    [Theory]
    [InlineData("a monitor across")]  // before the accounts
    [InlineData("  AwaitableMutex ")] // before the family
    public void Run_that_is_interrupted_ends(string line)
    {
        using var interrupt = new CancellationTokenSource();
        var output = new InterruptingWriter(line, interrupt);
        Assert.ThrowsAny<OperationCanceledException>(() => Demo.Run(new Stage(output, null, interrupt.Token), 50));
        Assert.DoesNotContain("the family", output.ToString());
    }

    [Theory]
    [InlineData("--tasks 1", "--tasks 1: must be 2 to 20000")]
    [InlineData("--tasks 20001", "--tasks 20001: must be 2 to 20000")]
    [InlineData("--permits 0", "--permits 0: must be 1 to 20000")]
    public void A_bad_option_is_refused_in_one_line(string line, string refusal)
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        Assert.Equal((2, "", refusal + "\n"), world.Run(["run", "408", .. line.Split(' ')]));
    }

    [Fact]
    public void In_a_terminal_the_family_stands_in_a_table()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run("run", "408", "--tasks", "5");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ 5 came: at most 1 inside ", output);
    }

    [Fact]
    public void A_free_mutex_is_entered_at_once_also_with_a_cancelled_token()
    {
        var mutex = new AwaitableMutex();
        Assert.True(mutex.EnterAsync(new CancellationToken(canceled: true)).IsCompletedSuccessfully);
        Assert.False(mutex.EnterAsync().IsCompleted);
    }

    [Fact]
    public async Task Who_waits_longest_gets_it_first()
    {
        var mutex = new AwaitableMutex();
        var order = Enumerable.Range(0, 5).Select(_ => mutex.EnterAsync()).ToList();
        Assert.Equal(4, mutex.Waiting);
        for (var i = 0; i < 5; i++)
        {
            await order[i].WaitAsync(_bound);
            Assert.DoesNotContain(order.Skip(i + 1), task => task.IsCompleted);
            mutex.Exit();
        }
        Assert.True(mutex.EnterAsync().IsCompletedSuccessfully); // free again
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_queue_and_the_next_one_gets_it()
    {
        var mutex = new AwaitableMutex();
        await mutex.EnterAsync();
        using var cancel = new CancellationTokenSource();
        var second = mutex.EnterAsync(cancel.Token);
        var third = mutex.EnterAsync();
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(_bound));
        Assert.Equal(1, mutex.Waiting);
        mutex.Exit();
        await third.WaitAsync(_bound);
    }

    [Fact]
    public async Task An_already_cancelled_token_does_not_wait()
    {
        var mutex = new AwaitableMutex();
        await mutex.EnterAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => mutex.EnterAsync(new CancellationToken(canceled: true)).WaitAsync(_bound));
        Assert.Equal(0, mutex.Waiting);
    }

    [Fact]
    public async Task A_token_that_fires_after_the_hand_over_changes_nothing()
    {
        var mutex = new AwaitableMutex();
        await mutex.EnterAsync();
        using var cancel = new CancellationTokenSource();
        var second = mutex.EnterAsync(cancel.Token);
        mutex.Exit();
        cancel.Cancel();
        await second.WaitAsync(_bound);
        Assert.False(mutex.EnterAsync().IsCompleted); // it really has it
    }

    [Fact]
    public void Exit_of_a_free_mutex_is_refused() =>
        Assert.Throws<SynchronizationLockException>(() => new AwaitableMutex().Exit());

    // The code after the await must not run inside Exit: there it would have to end before Exit returns.
    [Fact]
    public async Task Nobody_elses_code_runs_inside_exit()
    {
        var mutex = new AwaitableMutex();
        await mutex.EnterAsync();
        using var hasReturned = new ManualResetEventSlim();
        var second = Second();
        var exiter = WorkerThread.Start("exiter", () =>
        {
            mutex.Exit();
            hasReturned.Set();
        });
        await second.WaitAsync(2 * _bound);
        Assert.True(exiter.Join(_bound));

        async Task Second()
        {
            await mutex.EnterAsync().ConfigureAwait(false);
            Assert.True(hasReturned.Wait(_bound), "runs inside Exit, which therefore cannot return");
            mutex.Exit();
        }
    }

    [Fact]
    public async Task Under_stress_with_cancellations_only_one_is_inside_and_nobody_is_forgotten()
    {
        var mutex = new AwaitableMutex();
        var tally = new Tally();
        int entered = 0, cancelled = 0;
        async Task Visitor(int number)
        {
            for (var i = 0; i < 300; i++)
            {
                using var cancel = new CancellationTokenSource();
                var enter = mutex.EnterAsync(cancel.Token);
                if ((i + number) % 3 == 0) cancel.Cancel();
                try { await enter.ConfigureAwait(false); }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref cancelled);
                    continue;
                }
                tally.Enter();
                if (i % 5 == 0) await Task.Yield();
                entered++; // guarded by the mutex
                tally.Leave();
                mutex.Exit();
            }
        }
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => Visitor(number)))).WaitAsync(_bound);
        Assert.Equal(1, tally.Most);
        Assert.Equal(8 * 300, entered + cancelled);
        Assert.True(mutex.EnterAsync().IsCompletedSuccessfully);
    }
}
