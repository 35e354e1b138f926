// Why a pool of two threads stops:
//
//      thread 1:  Lock() .... sleeps        the lock is handed to a task, whose continuation needs a thread of the pool:
//      thread 2:  Lock() .... sleeps        there is none, until the pool adds one, by its own rules some twice a second.
//
// So for each of its threads that we put to sleep the pool is allowed one more:
//
//      minimum of the pool  =  what it was  +  min(threads of the pool asleep here, Most)
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
/// that were added stay until the pool finds that they have nothing to do, some twenty seconds. Beyond 256 sleeping threads
/// nothing more is added, and the pool grows at its own pace.</para>
/// <para>The idea is that of ForkJoinPool.ManagedBlocker in java.util.concurrent, and so is the bound. The pool itself
/// does as much for a thread that blocks on a task, but slowly: one per core at once, then one every 25 ms.</para>
/// </remarks>
internal static class PoolCompensation
{
    private const int Most = 256;

    private static readonly TestAndTestAndSetLock _lock = new(); // guards:
    private static int _asleep, _added, _left;

    /// <summary>How many are added now; stale by the time it returns.</summary>
    internal static int Added => Volatile.Read(ref _added);

    /// <summary>The calling thread of the pool is about to sleep. Pair it with <see cref="AfterSleep"/>.</summary>
    public static void BeforeSleep() => Count(1);

    /// <summary>It is awake again.</summary>
    public static void AfterSleep() => Count(-1);

    private static void Count(int change)
    {
        _lock.Acquire();
        _asleep += change;
        ThreadPool.GetMinThreads(out var minimum, out var completionPort);
        if (minimum != _left) _added = 0; // I2
        var wanted = Math.Min(_asleep, Most);
        // Refused if the pool's maximum is in the way: then it stays as it is.
        if (ThreadPool.SetMinThreads(minimum - _added + wanted, completionPort)) (_left, _added) = (minimum - _added + wanted, wanted);
        Debug.Assert(_asleep >= 0 && (_asleep > 0 || _added == 0), "I1");
        _lock.Release();
    }
}
