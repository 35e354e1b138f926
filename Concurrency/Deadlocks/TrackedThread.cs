// What the tracked locks know about one thread. It writes here without a lock, and others read it:
//
//   I1  Only the thread itself changes its record.
//   I2  Others read Holds only while the thread is in a wait-for graph, and then it does not change.
//
// I2: a thread enters the graph, and leaves it, under the guard of the graph; in between it sleeps, or is on its way to sleep
// or to the guard. The guard also makes what it wrote before visible to whoever reads under the guard.

using System.Diagnostics;

namespace Workbook.Concurrency.Deadlocks;

/// <summary>A thread that has used a tracked lock.</summary>
[DebuggerDisplay("{Name,nq}, age {Age}, holds {Holds.Count}")] // takes no lock
internal sealed class TrackedThread
{
    private static long _threads; // by Interlocked only

    [ThreadStatic] private static TrackedThread? _current;

    private readonly Thread _thread = Thread.CurrentThread;

    private TrackedThread() { }

    /// <summary>The record of the calling thread.</summary>
    public static TrackedThread Current => _current ??= new TrackedThread();

    /// <summary>In the order in which threads came to use tracked locks; the highest is the youngest.</summary>
    public long Age { get; } = Interlocked.Increment(ref _threads);

    public string Name => _thread.Name ?? $"thread {_thread.ManagedThreadId}";

    /// <summary>The locks it holds, in the order of acquiring.</summary>
    public List<TrackedLock> Holds { get; } = [];

    /// <summary>The wait that it is in; null while it runs. Written under the guard of the graph that the wait is in; volatile
    /// for graphs with another guard, which only look at what graph it is.</summary>
    public BlockedWait? Wait { get => Volatile.Read(ref _wait); set => Volatile.Write(ref _wait, value); }

    private BlockedWait? _wait;
}
