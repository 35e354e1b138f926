using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Scheduling;
using Platform = System.Threading.ThreadPool;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer: a thread of the background for each who asks.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public static partial class ThreadPool
{
    /// <summary>Has it done on the pool.</summary>
    public static bool QueueUserWorkItem(WaitCallback callBack) => QueueUserWorkItem(callBack, null);

    /// <summary>Has it done on the pool.</summary>
    public static bool QueueUserWorkItem(WaitCallback callBack, object? state)
    {
        ArgumentNullException.ThrowIfNull(callBack);
        ControlledScheduler.Queue("work item", Flow.Captured(() => callBack(state)));
        return true;
    }

    /// <summary>Has it done on the pool, without the values of the caller's AsyncLocals.</summary>
    public static bool UnsafeQueueUserWorkItem(WaitCallback callBack, object? state)
    {
        ArgumentNullException.ThrowIfNull(callBack);
        ControlledScheduler.Queue("work item", () => callBack(state));
        return true;
    }

    /// <summary>Has it done on the pool.</summary>
    public static bool QueueUserWorkItem<TState>(Action<TState> callBack, TState state, bool preferLocal)
    {
        ArgumentNullException.ThrowIfNull(callBack);
        ControlledScheduler.Queue("work item", Flow.Captured(() => callBack(state)));
        return true;
    }

    /// <summary>Has it done on the pool, without the values of the caller's AsyncLocals.</summary>
    public static bool UnsafeQueueUserWorkItem<TState>(Action<TState> callBack, TState state, bool preferLocal)
    {
        ArgumentNullException.ThrowIfNull(callBack);
        ControlledScheduler.Queue("work item", () => callBack(state));
        return true;
    }

    /// <summary>Has it done on the pool.</summary>
    public static bool UnsafeQueueUserWorkItem(IThreadPoolWorkItem callBack, bool preferLocal)
    {
        ArgumentNullException.ThrowIfNull(callBack);
        ControlledScheduler.Queue("work item", callBack.Execute);
        return true;
    }

    /// <summary>How many threads it may have. Here it has one for each who asks, whatever was set.</summary>
    public static void GetMaxThreads(out int workerThreads, out int completionPortThreads)
    {
        var limits = PoolLimits.OfExecution;
        limits.Look();
        (workerThreads, completionPortThreads) = limits.Most;
    }

    /// <summary>How many threads it makes without delay.</summary>
    public static void GetMinThreads(out int workerThreads, out int completionPortThreads)
    {
        var limits = PoolLimits.OfExecution;
        limits.Look();
        (workerThreads, completionPortThreads) = limits.Least;
    }

    /// <summary>As many as it may have: how many are busy is chance.</summary>
    public static void GetAvailableThreads(out int workerThreads, out int completionPortThreads) =>
        GetMaxThreads(out workerThreads, out completionPortThreads);

    /// <summary>Kept, and without effect: how many threads are at work is the explorer's choice.</summary>
    /// <returns>False: that makes no sense, and nothing is changed.</returns>
    public static bool SetMaxThreads(int workerThreads, int completionPortThreads)
    {
        var limits = PoolLimits.OfExecution;
        limits.Change();
        var (least, leastPorts) = limits.Least;
        if (workerThreads < Math.Max(1, least) || completionPortThreads < Math.Max(1, leastPorts)) return false;
        limits.Most = (Math.Min(workerThreads, short.MaxValue), Math.Min(completionPortThreads, short.MaxValue));
        return true;
    }

    /// <inheritdoc cref="SetMaxThreads"/>
    public static bool SetMinThreads(int workerThreads, int completionPortThreads)
    {
        var limits = PoolLimits.OfExecution;
        limits.Change();
        var (most, mostPorts) = limits.Most;
        if (workerThreads < 0 || workerThreads > most) return false;
        if (completionPortThreads < 0 || completionPortThreads > mostPorts) return false;
        limits.Least = (Math.Max(1, workerThreads), Math.Max(1, completionPortThreads));
        return true;
    }
}
