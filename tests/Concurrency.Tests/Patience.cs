using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests;

/// <summary>Bounded waits for a state: a bug fails the test instead of hanging it.</summary>
internal static class Patience
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    public static void Until(Func<bool> condition, string what) =>
        Assert.True(SpinWait.SpinUntil(condition, Long), $"waited in vain until {what}");

    /// <summary>Waits until the worker sleeps in a wait.</summary>
    public static void UntilAsleep(WorkerThread worker) =>
        Until(() => worker.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), $"{worker.Name} sleeps");

    /// <summary>Waits until the debugger display of <paramref name="target"/> ends with <paramref name="text"/>.</summary>
    public static void UntilShown(object target, string text) =>
        Until(() => DebuggerText.Of(target).EndsWith(text, StringComparison.Ordinal), $"it shows '{text}'");

    /// <summary>Starts a thread that is to wait on <paramref name="target"/>, and returns once it does.</summary>
    public static WorkerThread StartWaiter(object target, Action body, int asNumber = 1)
    {
        var worker = WorkerThread.Start($"waiter {asNumber}", body, background: true);
        UntilShown(target, $"{asNumber} waiting");
        return worker;
    }

    /// <summary>Joins all, and throws what one threw.</summary>
    public static void MustEnd(params IEnumerable<WorkerThread> workers)
    {
        foreach (var worker in workers) worker.Ends();
    }

    /// <summary>Joins a worker that is to fail, and returns its exception.</summary>
    public static T MustFail<T>(WorkerThread worker) where T : Exception =>
        Assert.IsType<T>(Assert.Throws<WorkerFailedException>(() => worker.Ends()).InnerException);

    /// <summary>Joins, and fails when that takes too long; the worker's own failure comes out as it is.</summary>
    public static void Ends(this WorkerThread worker) => Assert.True(worker.Join(Long), $"{worker.Name} did not end");

    /// <summary>Joins all, and fails when that takes too long.</summary>
    public static void End(this ThreadGroup group) => Assert.True(group.Join(Long), "a thread of the group did not end");

    /// <summary>Runs <paramref name="body"/> on a thread of its own, to its end.</summary>
    public static void OnAnotherThread(Action body) => WorkerThread.Start("another thread", body, background: true).Ends();

    /// <summary>Asserts that <paramref name="call"/> took no less than <paramref name="least"/>, and returns what it
    /// returned.</summary>
    public static bool NotEarlierThan(TimeSpan least, Func<bool> call)
    {
        var start = Stopwatch.GetTimestamp();
        var result = call();
        var took = Stopwatch.GetElapsedTime(start);
        Assert.True(took >= least, $"gave up after {took.TotalMilliseconds} ms of {least.TotalMilliseconds}");
        return result;
    }
}
