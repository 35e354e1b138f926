using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Signals;

/// <summary>Waiting for a state, with a bound so generous that only a bug reaches it.</summary>
internal static class Patience
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    public static void Until(Func<bool> condition, string otherwise) =>
        Assert.True(SpinWait.SpinUntil(condition, Bound), otherwise);

    /// <summary>Blocks until the debugger display of <paramref name="target"/> ends with <paramref name="text"/>.</summary>
    public static void UntilShown(object target, string text) =>
        Until(() => DebuggerText.Of(target).EndsWith(text, StringComparison.Ordinal), $"never shows '{text}'");

    /// <summary>Starts a thread that is to wait on <paramref name="target"/>, and returns once it does.</summary>
    public static WorkerThread StartWaiter(object target, Action body, int asNumber = 1)
    {
        var worker = WorkerThread.Start($"waiter {asNumber}", body, background: true);
        UntilShown(target, $"{asNumber} waiting");
        return worker;
    }

    /// <summary>Joins, and throws what the worker threw.</summary>
    public static void MustEnd(params IEnumerable<WorkerThread> workers)
    {
        foreach (var worker in workers) Assert.True(worker.Join(Bound), $"{worker.Name} still runs");
    }

    /// <summary>Joins a worker that is to fail, and returns its exception.</summary>
    public static T MustFail<T>(WorkerThread worker) where T : Exception =>
        Assert.IsType<T>(Assert.Throws<WorkerFailedException>(() => MustEnd(worker)).InnerException);
}
