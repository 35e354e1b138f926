using System.Diagnostics;
using System.Reflection;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Synchronization;

/// <summary>What the tests of this folder have in common. That nothing is left of them is asserted once, at the end of the
/// run.</summary>
[Collection("Synchronization")]
public abstract class SynchronizationTests : IDisposable
{
    /// <summary>The bound of waits that end long before.</summary>
    protected static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    protected static readonly CancellationToken Cancelled = new(canceled: true);

    private readonly List<ChildProcess> _children = [];

    /// <summary>A name that nobody else has.</summary>
    protected static string NewName() => $"test-{Environment.ProcessId}-{Guid.NewGuid():N}";

    public void Dispose()
    {
        foreach (var child in _children) child.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A child that is killed at the end of the test, if it still runs.</summary>
    protected T Child<T>(T child) where T : ChildProcess
    {
        _children.Add(child);
        return child;
    }

    protected static void KillAndReap(ChildProcess child)
    {
        child.Kill();
        Assert.True(child.Join(Long));
        Assert.Equal(-9, child.ExitCode);
    }

    protected static void EndsWell(ChildProcess child)
    {
        Assert.True(child.Join(Long), $"{child.Name} did not end");
        Assert.Null(child.Failure);
        Assert.Equal(0, child.ExitCode);
    }

    protected static void Until(Func<bool> condition, string what) =>
        Assert.True(SpinWait.SpinUntil(condition, Long), $"waited in vain until {what}");

    protected static void UntilShown(object target, string text) =>
        Until(() => Shown(target).Contains(text, StringComparison.Ordinal), $"it shows '{text}'");

    /// <summary>What a debugger shows.</summary>
    protected static string Shown(object target)
    {
        Assert.Equal("{Display,nq}", target.GetType().GetCustomAttribute<DebuggerDisplayAttribute>()!.Value);
        return (string)target.GetType().GetProperty("Display", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(target)!;
    }

    protected static WorkerThread Start(Action body) => WorkerThread.Start("test", body, background: true);

    protected static void End(params IEnumerable<WorkerThread> workers)
    {
        foreach (var worker in workers) Assert.True(worker.Join(Long), "a thread did not end");
    }

    protected static T Fails<T>(WorkerThread worker) where T : Exception =>
        Assert.IsType<T>(Assert.Throws<WorkerFailedException>(() => worker.Join(Long)).InnerException);

    /// <summary>Runs it on another thread, to its end.</summary>
    protected static T Elsewhere<T>(Func<T> body)
    {
        var result = default(T);
        End(Start(() => result = body()));
        return result!;
    }

    protected static void NotEarlierThan(TimeSpan least, Action call)
    {
        var start = Stopwatch.GetTimestamp();
        call();
        Assert.True(Stopwatch.GetElapsedTime(start) >= least, $"ended before {least.TotalMilliseconds} ms were over");
    }
}
