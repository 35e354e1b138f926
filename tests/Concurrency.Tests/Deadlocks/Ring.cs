using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Deadlocks;

/// <summary>A real deadlock: thread k holds lock k, and when all hold theirs, asks for lock k + 1; the last asks for lock
/// 0.</summary>
internal sealed class Ring
{
    private readonly CyclicBarrier _allHold;
    private readonly List<WorkerThread> _threads = [];
    private readonly Lock _lock = new(); // guards:
    private readonly List<(int Thread, DeadlockException Deadlock)> _victims = [];

    /// <param name="detector">Ends it.</param>
    /// <param name="size">Threads, and locks.</param>
    /// <param name="second">How thread k takes its second lock, if not by Acquire; true when it got it, and then the ring
    /// releases it.</param>
    /// <param name="name">Its threads are called name 0, name 1 and so on.</param>
    /// <param name="reentrant">Whether each thread acquires its own lock twice.</param>
    public Ring(DeadlockDetector detector, int size, Func<int, TrackedLock, bool>? second = null, string name = "ring",
        bool reentrant = false)
    {
        _allHold = new CyclicBarrier(size);
        Locks = [.. Enumerable.Range(0, size).Select(k =>
            new TrackedLock($"{name} L{k}") { Detector = detector, IsReentrant = reentrant })];
        for (var number = 0; number < size; number++)
        {
            var k = number;
            _threads.Add(new WorkerThread($"{name} {k}", () => Run(k, second ?? Take, reentrant ? 2 : 1), background: true));
        }
    }

    public TrackedLock[] Locks { get; }

    public IReadOnlyList<WorkerThread> Threads => _threads;

    public IReadOnlyList<(int Thread, DeadlockException Deadlock)> Victims { get { lock (_lock) return [.. _victims]; } }

    public Ring Start()
    {
        _threads.ForEach(thread => thread.Start());
        return this;
    }

    public Ring End()
    {
        Patience.MustEnd(_threads);
        foreach (var @lock in Locks)
        {
            Assert.True(@lock.TryAcquire(), $"{@lock.Name} was left behind");
            @lock.Release();
        }
        return this;
    }

    private void Run(int k, Func<int, TrackedLock, bool> second, int times)
    {
        for (var i = 0; i < times; i++) Locks[k].Acquire();
        try
        {
            _allHold.SignalAndWait(Patience.Long);
            var next = Locks[(k + 1) % Locks.Length];
            if (second(k, next)) next.Release();
        }
        catch (DeadlockException deadlock)
        {
            Assert.False(Locks[(k + 1) % Locks.Length].IsHeldByCurrentThread);
            lock (_lock) _victims.Add((k, deadlock));
        }
        finally
        {
            for (var i = 0; i < times; i++) Locks[k].Release();
        }
    }

    private static bool Take(int k, TrackedLock next)
    {
        next.Acquire();
        return true;
    }
}
