using Workbook.Ipc.Synchronization;

namespace Bench.Programs;

/// <summary>Acquire and release of locks between processes, by one thread that has them to itself. Wanted: the mutex under 20 ns,
/// the semaphore under 60 ns.</summary>
internal sealed class SharedLocks : IProgramBenchmark
{
    private const int Batch = 100_000;

    public void Run(FigureTable figures)
    {
        var python = Peer.Python("locks.py");
        using var mutex = SharedMutex.CreateAnonymous();
        using var named = new Mutex(false, $"bench-{Environment.ProcessId}");
        using var robust = new RobustPthreadMutex();
        using var semaphore = SharedSemaphore.CreateAnonymous(3, 5);

        figures.Measure("mutex between processes, uncontended, ns", () => Time(() => Use(mutex)), Goal.AtMost(20),
            new Contender("named Mutex", () => Time(() => Use(named))),
            new Contender("robust pthread", () => Time(() => Use(robust))),
            new Contender("Python Lock", () => 1e9 / python.Measure("lock")));
        figures.Measure("semaphore between processes, a permit free, ns", () => Time(() => Use(semaphore)), Goal.AtMost(60),
            new Contender("Python Semaphore", () => 1e9 / python.Measure("semaphore")));
    }

    private static double Time(Action batch) => 1e9 / Rate.PerSecond(Batch, batch);

    private static void Use(SharedMutex mutex)
    {
        for (var i = 0; i < Batch; i++)
        {
            mutex.Acquire();
            mutex.Release();
        }
    }

    private static void Use(Mutex mutex)
    {
        for (var i = 0; i < Batch; i++)
        {
            mutex.WaitOne();
            mutex.ReleaseMutex();
        }
    }

    private static void Use(RobustPthreadMutex mutex)
    {
        for (var i = 0; i < Batch; i++)
        {
            mutex.Acquire();
            mutex.Release();
        }
    }

    private static void Use(SharedSemaphore semaphore)
    {
        for (var i = 0; i < Batch; i++)
        {
            semaphore.Acquire();
            semaphore.Release();
        }
    }
}
