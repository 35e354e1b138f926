// Why a pool of two threads stops:
//
//      thread 1:  Lock() .... sleeps        the lock is handed to a task, whose continuation needs a thread of the pool:
//      thread 2:  Lock() .... sleeps        there is none, until the pool adds one, by its own rules one or two a second.
//
// So for each of its threads that we put to sleep the pool is allowed one more, at once:
//
//      minimum of the pool  =  what it was  +  _asleep  +  _elsewhere       (at most Most are added)
//                                              ours        theirs
//
// Threads that others block count as well: two of those in a pool of two would eat up the first two that we add, and we would
// always be two behind. Nobody tells us how many they are, but they show [stuck]: work is pending, one of ours sleeps, and
// between two looks nothing at all was completed. Then all threads that exist are taken to be stuck, and the pool needs one more
// than that. (Work that computes for longer than the time between two looks shows the same, and gets threads that it has no
// core for: that is the price.)
//
//   I1  _added is what we have added to the minimum; it is 0 whenever no thread of the pool sleeps here.
//   I2  A minimum that is not the one we left was set by somebody else, and is taken as theirs, without our addition. (The pool
//       has no compare-and-set: one that is set between our look and our write is lost, and the very one we left goes unseen.)
//   I3  While a thread of the pool sleeps here, the watcher looks from time to time.
//
// The watcher is a background thread, started with the first sleep, and asleep itself while nobody else is. It cannot be a
// timer: that would call back on the pool. Nothing stops it, and it keeps no process alive.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Async;

/// <summary>Keeps the thread pool going while synchronous waits block its threads.</summary>
/// <remarks>
/// <para>A side effect on the whole process: while threads of the pool sleep in a synchronous wait of this family,
/// <see cref="ThreadPool.GetMinThreads"/> shows that many more, or as many more as are blocked altogether, and the pool starts
/// threads without its usual delay. When the last of them is awake the minimum is again what it was, or what the program has set
/// meanwhile. Threads that were added stay until the pool finds that they have nothing to do, some twenty seconds. No more than
/// 256 are added; beyond that, and beyond the maximum of the pool, it grows at its own pace.</para>
/// <para>The idea is that of ForkJoinPool.ManagedBlocker in java.util.concurrent, and so is the bound. The pool itself
/// does as much for a thread that blocks on a task, but slowly: one per core at once, then one every 25 ms.</para>
/// </remarks>
internal static class PoolCompensation
{
    private const int Most = 256;

    private static readonly TimeSpan _betweenLooks = TimeSpan.FromMilliseconds(25);

    private static readonly TestAndTestAndSetLock _lock = new(); // guards:
    private static int _asleep, _elsewhere, _added;
    private static int _left; // the minimum as we left it
    private static bool _isWatched;

    private static readonly Parker _watcher = StartWatcher();

    /// <summary>How many are added now; stale by the time it returns.</summary>
    internal static int Added => Volatile.Read(ref _added);

    /// <summary>The calling thread of the pool is about to sleep. Pair it with <see cref="AfterSleep"/>.</summary>
    public static void BeforeSleep()
    {
        _lock.Acquire();
        _asleep++;
        Allow(Original());
        var wakesWatcher = !_isWatched;
        _isWatched = true;
        _lock.Release();
        if (wakesWatcher) _watcher.Unpark(); // I3
    }

    /// <summary>It is awake again.</summary>
    public static void AfterSleep()
    {
        _lock.Acquire();
        Debug.Assert(_asleep > 0);
        if (--_asleep == 0) _elsewhere = 0;
        Allow(Original());
        _lock.Release();
    }

    private static Parker StartWatcher()
    {
        var parker = new Parker();
        new Thread(() => Watch(parker)) { Name = "pool compensation", IsBackground = true }.UnsafeStart();
        return parker;
    }

    private static void Watch(Parker parker)
    {
        while (true)
        {
            parker.Park();
            var completed = -1L;
            do Thread.Sleep(_betweenLooks); while (Look(ref completed));
        }
    }

    // False when nobody sleeps any more.
    private static bool Look(ref long completedBefore)
    {
        var (pending, existing) = (ThreadPool.PendingWorkItemCount, ThreadPool.ThreadCount);
        var completed = ThreadPool.CompletedWorkItemCount;
        var isStuck = pending > 0 && completed == completedBefore; // [stuck]
        completedBefore = completed;

        _lock.Acquire();
        var goesOn = _isWatched = _asleep > 0;
        if (goesOn && isStuck)
        {
            var original = Original();
            _elsewhere = Math.Max(_elsewhere, existing + 1 - original - _asleep);
            Allow(original);
        }
        _lock.Release();
        return goesOn;
    }

    private static int Original()
    {
        ThreadPool.GetMinThreads(out var minimum, out _);
        if (minimum != _left) _added = 0; // I2
        return minimum - _added;
    }

    private static void Allow(int original)
    {
        var addition = Math.Min(_asleep + _elsewhere, Most);
        ThreadPool.GetMinThreads(out _, out var completionPort);
        // Refused if the pool's maximum is in the way: then it stays as it is.
        if (ThreadPool.SetMinThreads(original + addition, completionPort)) (_left, _added) = (original + addition, addition);
        Debug.Assert(_asleep > 0 || _added == 0, "I1");
    }
}
