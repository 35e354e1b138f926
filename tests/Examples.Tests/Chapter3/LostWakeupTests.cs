using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Cli;
using Workbook.Examples.Deadlock.LostWakeups;
using Workbook.Examples.Exercises;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter3;

public sealed class LostWakeupTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    private static string Played(PredicatePlace place)
    {
        var output = new StringWriter();
        Play.Run(new Stage(output), place);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    private static WorkerThread Sleeper(string name, Action body)
    {
        var worker = WorkerThread.Start(name, body, background: true);
        Assert.True(SpinWait.SpinUntil(() => worker.State.HasFlag(ThreadState.WaitSleepJoin), _bound));
        return worker;
    }

    [Fact]
    public async Task Without_a_flag_a_signal_before_the_wait_is_lost() => await Verify(Played(PredicatePlace.Nowhere));

    [Fact]
    public async Task A_flag_that_is_looked_at_outside_the_lock_does_not_help() =>
        await Verify(Played(PredicatePlace.OutsideTheLock));

    [Fact]
    public async Task Under_the_lock_the_same_moment_does_no_harm() => await Verify(Played(PredicatePlace.UnderTheLock));

    [Fact]
    public void The_failures_come_every_time()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Contains("LOST: the waiter sleeps", Played(PredicatePlace.Nowhere));
            Assert.Contains("LOST: the waiter sleeps", Played(PredicatePlace.OutsideTheLock));
            Assert.EndsWith("the waiter went through", Played(PredicatePlace.UnderTheLock));
        }
    }

    [Fact]
    public void The_long_run_counts_everybody_who_went_through()
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), gates: 50, waiters: 4);
        var match = Regex.Match(output.ToString(),
            @"4 waiters at 50 gates: 200 of 200 went through, (\d+) of them came when it was open already");
        Assert.InRange(int.Parse(match.Groups[1].Value), 0, 200);
    }

    [Fact]
    public void Run_that_is_interrupted_in_the_long_run_ends_and_leaves_no_thread_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var through = new OneShotLatch();
        var output = new CueWriter("the waiter went through", through);
        var main = WorkerThread.Start("main", () =>
            Demo.Run(new Stage(output, cancel: interrupt.Token), gates: 100_000, waiters: 20), background: true);
        Assert.True(through.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        Assert.IsType<AggregateException>(failure.InnerException); // all joined, so all gone
    }

    [Fact]
    public void Run_that_is_interrupted_before_it_begins_ends()
    {
        using var world = new World
        {
            Catalogue = new(typeof(Exercise).Assembly),
            Cancel = new CancellationToken(canceled: true),
        };
        var (exitCode, _, error) = world.Run("run", "307");
        Assert.Equal((ExitCode.Interrupted, "interrupted\n"), (exitCode, error));
    }

    [Theory]
    [InlineData("--gates 0", "--gates 0: must be 1 to 100000")]
    [InlineData("--waiters 51", "--waiters 51: must be 1 to 50")]
    public void Nonsense_is_refused_in_one_line(string line, string refusal)
    {
        using var world = new World { Catalogue = new(typeof(Exercise).Assembly) };
        Assert.Equal((2, "", refusal + "\n"), world.Run(["run", "307", .. line.Split(' ')]));
    }

    [Fact]
    public void A_terminal_shows_tables_with_borders()
    {
        using var world = new World { Catalogue = new(typeof(Exercise).Assembly), TerminalWidth = 100 };
        var (exitCode, output, _) = world.Run("run", "307", "--gates", "3");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ looks: closed", output);
        Assert.Contains("LOST", output);
    }

    [Fact]
    public void A_gate_that_was_opened_before_lets_everybody_through_at_once()
    {
        var gate = new Gate();
        Assert.False(gate.IsOpen);
        gate.Open();
        gate.Open(); // changes nothing
        Assert.True(gate.IsOpen);
        gate.Wait(new CancellationToken(canceled: true)); // no wait is needed
        Assert.True(gate.TryWait(TimeSpan.Zero));
        Assert.True(gate.TryWait(Timeout.InfiniteTimeSpan, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Open_wakes_all_who_sleep()
    {
        var gate = new Gate();
        List<WorkerThread> sleepers = [
            Sleeper("w1", () => gate.Wait()), Sleeper("w2", () => gate.Wait()),
            Sleeper("w3", () => Assert.True(gate.TryWait(Timeout.InfiniteTimeSpan)))];
        gate.Open();
        Assert.All(sleepers, sleeper => Assert.True(sleeper.Join(_bound)));
    }

    [Fact]
    public void TryWait_at_a_closed_gate_gives_up_at_the_end_of_its_time()
    {
        var gate = new Gate();
        Assert.False(gate.TryWait(TimeSpan.Zero));
        Assert.False(gate.TryWait(TimeSpan.FromMilliseconds(5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => gate.TryWait(TimeSpan.FromMilliseconds(-2)));
        Assert.False(gate.IsOpen);
    }

    [Fact]
    public void Cancellation_ends_a_wait_and_leaves_the_gate_as_it_was()
    {
        using var cancel = new CancellationTokenSource();
        var gate = new Gate();
        var sleeper = Sleeper("sleeper", () => gate.Wait(cancel.Token));
        cancel.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<WorkerFailedException>(() => sleeper.Join(_bound)).InnerException);
        Assert.ThrowsAny<OperationCanceledException>(() => gate.TryWait(_bound, cancel.Token));
        Assert.False(gate.IsOpen);
        gate.Open();
        gate.Wait();
    }

    [Fact]
    public void What_was_written_before_Open_is_seen_by_whoever_went_through()
    {
        for (var i = 0; i < 50; i++)
        {
            var (gate, written, seen) = (new Gate(), 0, 0);
            var reader = WorkerThread.Start("reader", () => { gate.Wait(); seen = written; }, background: true);
            written = 1;
            gate.Open();
            Assert.True(reader.Join(_bound));
            Assert.Equal(1, seen);
        }
    }
}
