using System.Diagnostics;

namespace Workbook.Concurrency.Deadlocks;

/// <summary>One wait of one thread for one lock, from before it sleeps until it has left the graph.</summary>
[DebuggerDisplay("{Thread.Name,nq} waits for {Lock.Name,nq}")] // takes no lock
internal sealed class BlockedWait(TrackedThread thread, TrackedLock @lock, CallSite at, bool isTimed, WaitForGraph graph)
{
    // Has no timer and no handle, so it needs no Dispose, and Stop may come late without harm.
    private readonly CancellationTokenSource _stop = new();

    public TrackedThread Thread => thread;

    public TrackedLock Lock => @lock;

    /// <summary>Whether it ends by itself when its time is over.</summary>
    public bool IsTimed => isTimed;

    public WaitForGraph Graph => graph;

    /// <summary>Fires when the wait has to end, because its caller cancelled it or because it was chosen as the victim.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Set once, under the guard of the graph, when this thread was chosen.</summary>
    public DeadlockReport? Verdict { get; set; }

    /// <summary>Whether it was chosen or cancelled: it will not sleep for ever, even if it still sleeps.</summary>
    public bool IsEnding => Verdict is not null || _stop.IsCancellationRequested;

    /// <summary>Ends the sleep. Not under a lock: callbacks run in it.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>What a report says about it. The guard of the graph is held, or the wait is that of the calling thread.</summary>
    public WaitingThread Describe()
    {
        var holder = @lock.Holder; // read once; null: the lock is changing hands
        return new WaitingThread(thread.Name, thread.Age, @lock, at, isTimed, [.. thread.Holds.Select(held =>
            new HeldSince(held, held.AcquiredAt))], holder?.Name, holder is null ? default : @lock.AcquiredAt);
    }
}
