// The kernel's "die with your parent" (PR_SET_PDEATHSIG) means the thread that spawned the child, not the process: a child
// spawned by a pool thread dies when the pool lets that thread go. So one thread spawns all, and lives as long as the process.
// Nobody knows that thread, so nobody interrupts it either: what begins with a spawn is finished there.

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
    public static int Start(SpawnRequest request) => Run(() => NativeSpawn.Start(request));

    /// <summary>Calls <paramref name="work"/> on the spawner's thread, and blocks until it has returned. An interrupt of the
    /// caller does not end that wait, but the caller's next one: what was started would have no owner.</summary>
    public static T Run<T>(Func<T> work)
    {
        var promise = new Promise<T>();
        var wasInterrupted = false;
        void Request()
        {
            try { promise.TrySetResult(work()); }
            catch (Exception e) { promise.TrySetException(e); }
        }
        TStep Uninterrupted<TStep>(Func<TStep> step)
        {
            while (true)
            {
                try { return step(); }
                catch (ThreadInterruptedException) { wasInterrupted = true; }
            }
        }
        try
        {
            // Without a limit, so that it waits for no room; for the queue's lock it may, and when that is interrupted nothing
            // was put.
            Uninterrupted(() => _requests.TryPut(Request));
            return Uninterrupted(() => promise.Future.Result());
        }
        finally
        {
            if (wasInterrupted) Thread.CurrentThread.Interrupt();
        }
    }

    private static UnboundedBlockingQueue<Action> StartThread()
    {
        var requests = new UnboundedBlockingQueue<Action>();
        WorkerThread.Start("spawner", () => { while (requests.Take(out var request)) request(); }, background: true);
        return requests;
    }
}
