using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Queues.Pools;

/// <summary>Finds out which workers are alive: each one that comes is kept until every worker has come or is known to be dead, so
/// that none can answer twice.</summary>
public sealed class RollCall(int workers)
{
    private readonly CountDownLatch _open = new(workers); // those of whom nothing is known yet

    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly List<string> _alive = [], _dead = [];

    /// <summary>Who came; final when the pool has been joined.</summary>
    public IReadOnlyList<string> Alive { get { using (_mutex.Hold()) return [.. _alive.Order(StringComparer.Ordinal)]; } }

    /// <summary>Who died instead.</summary>
    public IReadOnlyList<string> Dead { get { using (_mutex.Hold()) return [.. _dead.Order(StringComparer.Ordinal)]; } }

    /// <summary>A job for a pool, one for each worker: "here", and wait for the others. Blocks until all are known.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before.</exception>
    public void Answer(CancellationToken cancel)
    {
        if (_open.IsOpen) return; // this job was meant for one who is dead
        using (_mutex.Hold()) _alive.Add(Thread.CurrentThread.Name!);
        _open.CountDown();
        _open.Wait(cancel); // [here]
    }

    /// <summary>That one will not come.</summary>
    public void Died(string worker)
    {
        using (_mutex.Hold()) _dead.Add(worker);
        if (!_open.IsOpen) _open.CountDown();
    }
}
