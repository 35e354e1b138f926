// The mistake: nothing around job() [no catch]. What a job throws ends the loop, and with it the worker; the pool has one worker
// less from then on, and nobody is told. When the last one is gone, jobs lie in the queue for ever.

using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Queues.Pools;

/// <summary>A pool that loses a worker with each job that throws. Otherwise it keeps the contract.</summary>
public sealed class FragilePool : IPool
{
    private readonly BoundedBlockingQueue<Action> _jobs;
    private readonly WorkerThread[] _workers;
    private readonly Action<string> _onDeath;

    /// <param name="workers">At least 1.</param>
    /// <param name="capacity">Room for this many jobs, at least 1.</param>
    /// <param name="onDeath">Called with a worker's name when it dies, on its thread.</param>
    public FragilePool(int workers, int capacity, Action<string> onDeath)
    {
        (_jobs, _onDeath) = (new BoundedBlockingQueue<Action>(capacity), onDeath);
        _workers = [.. Enumerable.Range(1, workers).Select(n => WorkerThread.Start($"worker {n}", Work, background: true))];
    }

    /// <inheritdoc/>
    public int Size => _workers.Length;

    /// <inheritdoc/>
    public void Submit(Action job) => _jobs.Put(job);

    /// <inheritdoc/>
    public void Close() => _jobs.Close();

    /// <inheritdoc/>
    public void Join(CancellationToken cancel = default)
    {
        if (!_jobs.IsClosed) throw new InvalidOperationException("The pool is open; close it first.");
        foreach (var worker in _workers)
        {
            try { worker.Join(cancel); }
            catch (WorkerFailedException) { } // the dead; the demo counts them by onDeath
        }
    }

    private void Work()
    {
        var died = true;
        try
        {
            while (_jobs.Take(out var job)) job(); // [no catch]
            died = false;
        }
        finally
        {
            if (died) _onDeath(Thread.CurrentThread.Name!);
        }
    }
}
