// The kernel's "die with your parent" (PR_SET_PDEATHSIG) means the thread that spawned the child, not the process: a child spawned by a
// pool thread dies when the pool lets that thread go. So one thread spawns all, and lives as long as the process.

using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Processes;

/// <summary>The one thread that spawns children.</summary>
internal static class Spawner
{
    private static readonly UnboundedBlockingQueue<Action> _requests = StartThread();

    /// <summary>Starts the program from the spawner's thread, and blocks until it has started.</summary>
    /// <exception cref="Interop.SystemCallException">It could not be started.</exception>
    public static int Start(SpawnRequest request)
    {
        var pid = new Promise<int>();
        _requests.Put(() =>
        {
            try { pid.TrySetResult(NativeSpawn.Start(request)); }
            catch (Exception e) { pid.TrySetException(e); }
        });
        return pid.Future.Result();
    }

    private static UnboundedBlockingQueue<Action> StartThread()
    {
        var requests = new UnboundedBlockingQueue<Action>();
        WorkerThread.Start("spawner", () => { while (requests.Take(out var request)) request(); }, background: true);
        return requests;
    }
}
