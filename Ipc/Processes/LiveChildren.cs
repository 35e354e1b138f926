// Which children run now, and what becomes of them when this process ends:
//
//      main returns                    children that are no daemons keep the process alive: see Reaper
//      they have ended, or Exit(n)     daemons: SIGTERM, a second, SIGKILL
//      kill -9                         nothing here runs any more; daemons see to it themselves: see ChildHost
//
// Environment.Exit does not wait for foreground threads, and not for such children either: they go on without us.

using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Processes;

/// <summary>The children of this process that have started and not ended.</summary>
/// <remarks>Any thread may call any member.</remarks>
internal static class LiveChildren
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private static readonly Lock _lock = new(); // guards:
    private static readonly HashSet<ChildProcess> _all = [];
    private static bool _isAwaitingExit;

    public static void Add(ChildProcess child)
    {
        lock (_lock)
        {
            _all.Add(child);
            if (_isAwaitingExit) return;
            _isAwaitingExit = true;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => EndDaemons();
        }
    }

    public static void Remove(ChildProcess child)
    {
        lock (_lock) _all.Remove(child);
    }

    public static ChildProcess[] Snapshot()
    {
        lock (_lock) return [.. _all];
    }

    private static void EndDaemons()
    {
        var daemons = Array.FindAll(Snapshot(), child => child.IsDaemon);
        var deadline = Deadline.After(_patience);
        foreach (var daemon in daemons) Attempt(daemon.Terminate);
        foreach (var daemon in daemons)
            Attempt(() => { if (!daemon.Join(TimeSpan.FromMilliseconds(deadline.RemainingMilliseconds))) daemon.Kill(); });
    }

    // Somebody may dispose of it meanwhile, which ends it too.
    private static void Attempt(Action step)
    {
        try { step(); }
        catch (ObjectDisposedException) { }
    }
}
