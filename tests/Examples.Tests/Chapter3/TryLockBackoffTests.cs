using System.Text.RegularExpressions;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Deadlock.TryLocks;
using Workbook.Examples.Exercises;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter3;

public sealed class TryLockBackoffTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    private static string LivelockOf(int threads, int rounds)
    {
        var output = new StringWriter();
        Livelock.Play(new Stage(output), new Ring(threads), rounds);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    [Fact]
    public async Task Two_in_step_fail_in_every_round() => await Verify(LivelockOf(threads: 2, rounds: 5));

    [Fact]
    public async Task Four_in_step_fail_in_every_round() => await Verify(LivelockOf(threads: 4, rounds: 3));

    [Fact]
    public void The_livelock_comes_every_time()
    {
        for (var i = 0; i < 10; i++)
            Assert.EndsWith("18 attempts, 0 successes: LIVELOCK, ended after the last round", LivelockOf(3, 6));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_shows_that_with_pauses_everybody_succeeds_after_a_first_failure(int threads)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), threads, rounds: 2, times: 8, holdMs: 0, longestPauseMs: 4);
        var lines = output.ToString().Split('\n', StringSplitOptions.TrimEntries);
        var rows = lines.Select(line => Regex.Match(line, @"^t\d+ +(\d+) +(\d+) +(\d+\.\d) +(\d+)$"))
            .Where(match => match.Success)
            .Select(match => match.Groups.Values.Skip(1).Select(group => double.Parse(group.Value)).ToList()).ToList();
        Assert.Equal(threads, rows.Count);
        Assert.All(rows, row =>
        {
            Assert.Equal(8, row[0]);
            Assert.InRange(row[1], 16, double.MaxValue); // the first attempt of each time is made in step, and fails
            Assert.InRange(row[1] / 8, row[2] - 0.06, row[2] + 0.06);
            Assert.InRange(row[3], 2, row[1]);
        });
        var bars = lines.Select(line => Regex.Match(line, @"^(\d+)  █* ?(\d+)$")).Where(match => match.Success).ToList();
        Assert.Equal(threads * 8, bars.Sum(bar => int.Parse(bar.Groups[2].Value)));
        Assert.Equal(rows.Sum(row => row[1]), bars.Sum(bar => int.Parse(bar.Groups[1].Value) * int.Parse(bar.Groups[2].Value)));
        Assert.Contains(
            $"{threads * 8} successes with two locks each, and {threads * 16} uses counted under the locks: none lost", lines);
    }

    [Fact]
    public void Run_that_is_interrupted_ends_and_leaves_no_thread_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var livelocked = new OneShotLatch();
        var output = new CueWriter("LIVELOCK", livelocked);
        var main = WorkerThread.Start("main", () =>
            Demo.Run(new Stage(output, cancel: interrupt.Token), threads: 3, times: 10_000, holdMs: 100), background: true);
        Assert.True(livelocked.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        var all = Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions;
        Assert.Equal(3, all.Count); // all joined, so all gone
    }

    [Theory]
    [InlineData("--threads 1", "--threads 1: must be 2 to 6")]
    [InlineData("--rounds 0", "--rounds 0: must be 1 to 1000")]
    [InlineData("--longest-pause 0ms", "--longest-pause 0ms: must be 1ms to 1s")]
    [InlineData("--hold -1ms", "--hold -1ms: must be 0ms to 1s")]
    public void Nonsense_is_refused_in_one_line(string line, string refusal)
    {
        using var world = new World { Catalogue = new(typeof(Exercise).Assembly) };
        Assert.Equal((2, "", refusal + "\n"), world.Run(["run", "303", .. line.Split(' ')]));
    }

    [Fact]
    public void A_terminal_shows_tables_with_borders()
    {
        using var world = new World { Catalogue = new(typeof(Exercise).Assembly), TerminalWidth = 100 };
        var (exitCode, output, _) = world.Run("run", "303", "--rounds", "2", "--times", "2");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ A, B is taken", output);
    }

    [Fact]
    public void Acquire_takes_both_and_Release_gives_both_back()
    {
        ParkingMutex first = new(), second = new();
        var both = new BothLocks(first, second, TimeSpan.Zero);
        Assert.Equal(1, both.Acquire(new CancellationToken(canceled: true))); // no wait is needed
        Assert.True(first.IsHeldByCurrentThread && second.IsHeldByCurrentThread);
        both.Release();
        Assert.False(first.IsHeldByCurrentThread || second.IsHeldByCurrentThread);
    }

    [Fact]
    public void While_the_second_is_taken_the_first_is_not_kept()
    {
        ParkingMutex first = new(), second = new();
        using var cancel = new CancellationTokenSource();
        second.Acquire();
        var worker = WorkerThread.Start("worker", () =>
            new BothLocks(first, second, TimeSpan.FromMilliseconds(1)).Acquire(cancel.Token), background: true);
        Assert.True(SpinWait.SpinUntil(() => worker.State.HasFlag(ThreadState.WaitSleepJoin), _bound)); // has tried, and pauses
        for (var i = 0; i < 50; i++) // it comes and goes, and we get the first one again and again
        {
            Assert.True(first.TryAcquire(_bound));
            first.Release();
        }
        second.Release();
        Assert.True(worker.Join(_bound));
    }

    [Fact]
    public void A_cancelled_pause_leaves_neither()
    {
        ParkingMutex first = new(), second = new();
        second.Acquire();
        using var cancel = new CancellationTokenSource();
        var worker = WorkerThread.Start("worker", () =>
            new BothLocks(first, second, TimeSpan.FromHours(1)).Acquire(cancel.Token), background: true);
        Assert.True(SpinWait.SpinUntil(() => worker.State.HasFlag(ThreadState.WaitSleepJoin), _bound));
        cancel.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<WorkerFailedException>(() => worker.Join(_bound)).InnerException);
        Assert.True(first.TryAcquire());
    }

    [Fact]
    public void Cancelled_at_the_first_it_leaves_neither()
    {
        ParkingMutex first = new(), second = new();
        first.Acquire();
        using var cancel = new CancellationTokenSource();
        var worker = WorkerThread.Start("worker", () =>
            new BothLocks(first, second, TimeSpan.Zero).Acquire(cancel.Token), background: true);
        Assert.True(SpinWait.SpinUntil(() => worker.State.HasFlag(ThreadState.WaitSleepJoin), _bound));
        cancel.Cancel();
        Assert.Throws<WorkerFailedException>(() => worker.Join(_bound));
        Assert.True(second.TryAcquire());
    }

    [Fact]
    public void A_try_that_throws_gives_the_first_back()
    {
        ParkingMutex first = new(), second = new();
        second.Acquire();
        Assert.Throws<LockRecursionException>(() => new BothLocks(first, second, TimeSpan.Zero).Acquire());
        Assert.False(first.IsHeldByCurrentThread);
        Assert.True(second.IsHeldByCurrentThread);
    }

    [Fact]
    public void One_lock_twice_null_or_a_bad_pause_is_refused()
    {
        ParkingMutex first = new(), second = new();
        Assert.Throws<ArgumentException>(() => new BothLocks(first, first, TimeSpan.Zero));
        Assert.Throws<ArgumentNullException>(() => new BothLocks(null!, second, TimeSpan.Zero));
        Assert.Throws<ArgumentNullException>(() => new BothLocks(first, null!, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BothLocks(first, second, Timeout.InfiniteTimeSpan));
        Assert.Throws<SynchronizationLockException>(new BothLocks(first, second, TimeSpan.Zero).Release);
    }

    [Fact]
    public void Opposite_orders_exclude_each_other_and_do_not_deadlock()
    {
        ParkingMutex a = new(), b = new();
        BothLocks[] both = [new(a, b, TimeSpan.FromMilliseconds(2)), new(b, a, TimeSpan.FromMilliseconds(2))];
        var count = 0; // guarded by a and b together
        var group = new ThreadGroup();
        for (var number = 0; number < 4; number++)
        {
            var mine = both[number % 2];
            group.Start($"worker {number}", () =>
            {
                for (var i = 0; i < 300; i++)
                {
                    mine.Acquire();
                    count++;
                    mine.Release();
                }
            }, background: true);
        }
        Assert.True(group.Join(_bound));
        Assert.Equal(1_200, count);
    }
}
