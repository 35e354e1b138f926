// Why a pool of two threads stops:
//
//      thread 1:  Lock() .... sleeps        the lock is handed to a task, whose continuation needs a thread of the pool:
//      thread 2:  Lock() .... sleeps        there is none, until the pool adds one, by its own rules one or two a second.
//
// So for each of its threads that we put to sleep the pool is allowed one more:
//
//      minimum of the pool  =  what it was  +  threads of the pool asleep here  +  _elsewhere       (at most Most are added)
//
// _elsewhere makes up for threads that block in other ways than ours: without it, two of those in a pool of two would eat up
// the first two that we add, and so always the next. Nobody tells us how many they are. They show when a thread goes to
// sleep and since the last one did so the pool has completed nothing: then all that exist are stuck, and one more is needed.
//
//   I1  _added is what we have added to the minimum; it is 0 whenever no thread of the pool sleeps here.
//   I2  A minimum that is not the one we left was set by somebody else, and is taken as theirs, without our addition.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Async;

/// <summary>Keeps the thread pool going while synchronous waits block its threads.</summary>
/// <remarks>
/// <para>A side effect on the whole process: while threads of the pool sleep in a synchronous wait of this family,
/// <see cref="ThreadPool.GetMinThreads"/> shows that many more, and the pool starts threads without its usual delay. Threads
/// that were added stay until the pool finds that they have nothing to do, some twenty seconds. No more than 256 are added;
/// beyond that the pool grows at its own pace.</para>
/// <para>The idea is that of ForkJoinPool.ManagedBlocker in java.util.concurrent, and so is the bound. The pool itself
/// does as much for a thread that blocks on a task, but slowly: one per core at once, then one every 25 ms.</para>
/// </remarks>
internal static class PoolCompensation
{
    private const int Most = 256;

    private static readonly TestAndTestAndSetLock _lock = new(); // guards:
    private static int _asleep, _elsewhere, _added;
    private static int _left; // the minimum as we left it
    private static long _completed; // work items of the pool when a thread last went to sleep

    /// <summary>How many are added now; stale by the time it returns.</summary>
    internal static int Added => Volatile.Read(ref _added);

    /// <summary>The calling thread of the pool is about to sleep. Pair it with <see cref="AfterSleep"/>.</summary>
    public static void BeforeSleep()
    {
        var (existing, completed) = (ThreadPool.ThreadCount, ThreadPool.CompletedWorkItemCount);
        _lock.Acquire();
        var original = Original();
        _asleep++;
        if (completed == _completed) _elsewhere = Math.Max(_elsewhere, existing + 1 - original - _asleep);
        _completed = completed;
        Allow(original);
        _lock.Release();
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
