using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Async;

/// <summary>A wait of the calling thread, which sleeps on its own parker, not on a task: to be woken it needs no thread of
/// the pool, whose threads may all be asleep here.</summary>
[DebuggerDisplay("{_thread.ThreadName,nq}")]
internal class ThreadWaiter(AsyncWaitQueue origin) : AsyncWaiter(origin)
{
    private readonly Waiter _thread = new();

    internal sealed override void Complete() => _thread.Signal();

    /// <summary>Blocks until the wait ends. Call it once, after enqueueing, without the lock.</summary>
    /// <returns>False when the time was over or <paramref name="cancel"/> fired first.</returns>
    internal bool Await(Deadline deadline, CancellationToken cancel)
    {
        if (!Thread.CurrentThread.IsThreadPoolThread) return Sleep(deadline, cancel);
        BeforeSleep();
        try { return Sleep(deadline, cancel); }
        finally { AfterSleep(); }
    }

    [NotExplored]
    private static void BeforeSleep() => PoolCompensation.BeforeSleep();

    [NotExplored]
    private static void AfterSleep() => PoolCompensation.AfterSleep();

    private bool Sleep(Deadline deadline, CancellationToken cancel)
    {
        var interrupted = false;
        try
        {
            if (_thread.Wait(deadline, cancel)) return true;
        }
        catch (ThreadInterruptedException) { interrupted = true; }

        // Too late if something was handed over meanwhile, and then that counts. A condition waits on, for its lock.
        Origin.GiveUp(this);
        while (true)
        {
            try
            {
                _thread.Wait(Deadline.Never, CancellationToken.None);
                break;
            }
            catch (ThreadInterruptedException) { interrupted = true; }
        }
        if (interrupted && HasGivenUp) throw new ThreadInterruptedException();
        if (interrupted) Thread.CurrentThread.Interrupt(); // for the next wait
        return !HasGivenUp;
    }
}
