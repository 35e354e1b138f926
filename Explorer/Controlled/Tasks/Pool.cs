namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call to queue work to <see cref="ThreadPool"/>.</summary>
public static class Pool
{
    /// <summary>Has it done on the pool.</summary>
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.QueueUserWorkItem))]
    public static bool QueueUserWorkItem(WaitCallback callBack) => QueueUserWorkItem(callBack, null);

    /// <summary>Has it done on the pool.</summary>
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.QueueUserWorkItem))]
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.UnsafeQueueUserWorkItem))]
    public static bool QueueUserWorkItem(WaitCallback callBack, object? state)
    {
        ArgumentNullException.ThrowIfNull(callBack);
        ControlledScheduler.Queue("work item", () => callBack(state));
        return true;
    }

    /// <summary>Has it done on the pool.</summary>
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.QueueUserWorkItem))]
    [Replaces(typeof(ThreadPool), nameof(ThreadPool.UnsafeQueueUserWorkItem))]
    public static bool QueueUserWorkItem<TState>(Action<TState> callBack, TState state, bool preferLocal)
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
}
