using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call to queue work to <see cref="ThreadPool"/>.</summary>
public static class Pool
{
    /// <summary>Has it done on the pool.</summary>
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.QueueUserWorkItem))]
    public static bool QueueUserWorkItem(WaitCallback callBack) => QueueUserWorkItem(callBack, null);

    /// <summary>Has it done on the pool.</summary>
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.QueueUserWorkItem))]
    public static bool QueueUserWorkItem(WaitCallback callBack, object? state)
    {
        ArgumentNullException.ThrowIfNull(callBack);
        ControlledScheduler.Queue("work item", Flow.Captured(() => callBack(state)));
        return true;
    }

    /// <summary>Has it done on the pool, without the values of the caller's AsyncLocals.</summary>
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.UnsafeQueueUserWorkItem))]
    public static bool UnsafeQueueUserWorkItem(WaitCallback callBack, object? state)
    {
        ArgumentNullException.ThrowIfNull(callBack);
        ControlledScheduler.Queue("work item", () => callBack(state));
        return true;
    }

    /// <summary>Has it done on the pool.</summary>
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.QueueUserWorkItem))]
    public static bool QueueUserWorkItem<TState>(Action<TState> callBack, TState state, bool preferLocal)
    {
        ArgumentNullException.ThrowIfNull(callBack);
        ControlledScheduler.Queue("work item", Flow.Captured(() => callBack(state)));
        return true;
    }

    /// <summary>Has it done on the pool, without the values of the caller's AsyncLocals.</summary>
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.UnsafeQueueUserWorkItem))]
    public static bool UnsafeQueueUserWorkItem<TState>(Action<TState> callBack, TState state, bool preferLocal)
    {
        ArgumentNullException.ThrowIfNull(callBack);
        ControlledScheduler.Queue("work item", () => callBack(state));
        return true;
    }

    /// <summary>Has it done on the pool.</summary>
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.UnsafeQueueUserWorkItem))]
    public static bool UnsafeQueueUserWorkItem(IThreadPoolWorkItem callBack, bool preferLocal)
    {
        ArgumentNullException.ThrowIfNull(callBack);
        ControlledScheduler.Queue("work item", callBack.Execute);
        return true;
    }

    /// <summary>How many threads it may have. Here it has one for each who asks, whatever was set.</summary>
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.GetMaxThreads))]
    public static void GetMaxThreads(out int workerThreads, out int completionPortThreads)
    {
        var limits = PoolLimits.OfExecution;
        limits.Look();
        (workerThreads, completionPortThreads) = limits.Most;
    }

    /// <summary>How many threads it makes without delay.</summary>
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.GetMinThreads))]
    public static void GetMinThreads(out int workerThreads, out int completionPortThreads)
    {
        var limits = PoolLimits.OfExecution;
        limits.Look();
        (workerThreads, completionPortThreads) = limits.Least;
    }

    /// <summary>As many as it may have: how many are busy is chance.</summary>
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.GetAvailableThreads))]
    public static void GetAvailableThreads(out int workerThreads, out int completionPortThreads) =>
        GetMaxThreads(out workerThreads, out completionPortThreads);

    /// <summary>Kept, and without effect: how many threads are at work is the explorer's choice.</summary>
    /// <returns>False: that makes no sense, and nothing is changed.</returns>
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.SetMaxThreads))]
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
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.SetMinThreads))]
    public static bool SetMinThreads(int workerThreads, int completionPortThreads)
    {
        var limits = PoolLimits.OfExecution;
        limits.Change();
        var (most, mostPorts) = limits.Most;
        if (workerThreads < 0 || completionPortThreads < 0 || workerThreads > most || completionPortThreads > mostPorts) return false;
        limits.Least = (Math.Max(1, workerThreads), Math.Max(1, completionPortThreads));
        return true;
    }
}
