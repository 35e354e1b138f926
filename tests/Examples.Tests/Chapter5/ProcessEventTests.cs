using System.Reflection;
using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Processes.FrontDoor;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Ipc.Processes;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class ProcessEventTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);

    private static string[] Run(int opensMs, int patienceMs, bool broken = false)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), opensMs, patienceMs, broken);
        return output.ToString().Split('\n', StringSplitOptions.TrimEntries);
    }

    private static string Passed(string[] lines, string who) =>
        Regex.Match(Assert.Single(lines, line => line.StartsWith($"{who} ") && !line.Contains('(')), @"(\w+)$").Value;

    private static IEnumerable<string> Pids(string[] lines) =>
        lines.Select(line => Regex.Match(line, @"\((\d+)\) stands")).Where(match => match.Success)
            .Select(match => match.Groups[1].Value);

    [Fact]
    public void Whoever_waits_long_enough_passes_and_after_clear_nobody_does()
    {
        var lines = Run(opensMs: 100, patienceMs: 10);
        Assert.Equal(["yes", "no", "no"], new[] { "ann", "bob", "dora" }.Select(who => Passed(lines, who)));
        Assert.Equal("yes", Passed(lines, "carl")); // found it open
        Assert.Contains("2 passed, 2 gave up", lines);
        Assert.Equal(4, Pids(lines).Distinct().Count());
    }

    [Fact]
    public void An_event_of_one_process_lets_nobody_pass_in_another()
    {
        var lines = Run(opensMs: 10, patienceMs: 10, broken: true);
        Assert.Contains("0 passed, 4 gave up", lines);
        Assert.Contains(
            $"the door that was opened is a field of process {Environment.ProcessId}; each guest stood before its own", lines);
    }

    [Fact]
    public void An_interrupted_run_ends_although_somebody_waits_for_ever()
    {
        using var interrupt = new CancellationTokenSource();
        var seen = new OneShotLatch();
        var output = new CueWriter("bob", seen);
        var main = WorkerThread.Start("main", () => Demo.Run(new Stage(output, cancel: interrupt.Token), opensMs: 20_000));
        Assert.True(seen.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
        Assert.All(Pids(output.ToString().Split('\n')), pid => Assert.False(Directory.Exists($"/proc/{pid}")));
    }

    [Fact]
    public void Wait_returns_the_flag_and_keeps_the_time()
    {
        using var signal = ProcessEvent.Create();
        Assert.False(signal.IsSet);
        Assert.False(signal.Wait(TimeSpan.Zero));
        Assert.False(signal.Wait(TimeSpan.FromMilliseconds(20)));
        signal.Set();
        signal.Set();
        Assert.True(signal.IsSet);
        Assert.True(signal.Wait(TimeSpan.Zero));
        Assert.True(signal.Wait(Timeout.InfiniteTimeSpan));
        signal.Clear();
        signal.Clear();
        Assert.False(signal.Wait(TimeSpan.Zero));
        Assert.Throws<OperationCanceledException>(() => signal.Wait(_bound, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void All_who_wait_pass_although_it_is_cleared_at_once()
    {
        using var signal = ProcessEvent.Create();
        const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance;
        var condition = typeof(ProcessEvent).GetField("_changed", Hidden)!.GetValue(signal)!;
        var display = condition.GetType().GetProperty("Display", Hidden)!;
        for (var round = 0; round < 20; round++)
        {
            var waiters = Enumerable.Range(1, 3).Select(i =>
                WorkerThread.Start($"waiter {i}", () => signal.Wait(Timeout.InfiniteTimeSpan), background: true)).ToList();
            Assert.True(SpinWait.SpinUntil(() => (string)display.GetValue(condition)! == "3 waiting", _bound));
            signal.Set();
            signal.Clear();
            Assert.All(waiters, waiter => Assert.True(waiter.Join(_bound)));
        }
    }

    [Fact]
    public void A_set_that_died_before_its_notification_is_made_up_for_by_a_waiter_that_gives_up()
    {
        using var signal = ProcessEvent.Create();
        using var cancel = new CancellationTokenSource();
        const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance;
        object Field(string name) => typeof(ProcessEvent).GetField(name, Hidden)!.GetValue(signal)!;
        var (mutex, memory, condition) = ((SharedMutex)Field("_mutex"), (SharedRegion)Field("_memory"), Field("_changed"));
        var display = condition.GetType().GetProperty("Display", Hidden)!;
        var first = WorkerThread.Start("first", () => signal.Wait(Timeout.InfiniteTimeSpan, cancel.Token), background: true);
        var second = WorkerThread.Start("second", () => signal.Wait(Timeout.InfiniteTimeSpan), background: true);
        Assert.True(SpinWait.SpinUntil(() => (string)display.GetValue(condition)! == "2 waiting", _bound));
        Assert.True(WorkerThread.Start("dies in Set", () =>
        {
            mutex.Acquire();
            memory.ValueAt<long>(0)++;
            memory.ValueAt<int>(8) = 1;
        }).Join(_bound));
        cancel.Cancel();
        Assert.True(first.Join(_bound)); // did not throw: it is set
        Assert.True(second.Join(_bound));
    }

    [Fact]
    public void It_travels_to_another_process_and_back_comes_what_it_did()
    {
        using var question = ProcessEvent.Create();
        using var answer = ProcessEvent.Create();
        using var child = ChildProcess.Start(Answer, question, answer);
        question.Set();
        Assert.True(answer.Wait(_bound));
        Assert.True(child.Join(_bound));
        Assert.Equal(0, child.ExitCode);
    }

    private static void Answer(ProcessEvent question, ProcessEvent answer)
    {
        question.Wait(Timeout.InfiniteTimeSpan);
        answer.Set();
    }
}
