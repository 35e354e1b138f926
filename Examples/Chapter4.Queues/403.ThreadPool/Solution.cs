// Jobs in a queue, and a fixed number of workers behind it:
//
//                      +----+----+----+         worker 1   runs 3
//      Submit(7) --->  |  6 |  5 |  4 |  --->   worker 2   runs 2
//                      +----+----+----+         worker 3   sleeps in _changed, when there is none left
//
// Whenever no thread holds _mutex:
//   I1  A job is in the queue, or was taken by one worker; never both.
//   I2  While workers sleep, at least _jobs.Count others have been woken and are on their way to look.
//   I3  Nobody falls asleep once _closed is set, and it is never unset.
//
// A worker goes home when the queue is empty AND the pool is closed [home]. Empty alone is no reason: more may come. Closed alone
// is none either: what was submitted before has to run. And no job sends it home: what a job throws is written down [catch].
//
// Shutdown: Close, then Join. The workers are background threads; a process that ends without Join cuts them off.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Queues.Pools;

/// <summary>Runs jobs on a fixed number of threads; they begin in the order in which they were submitted.</summary>
/// <remarks>Any thread may call any member.</remarks>
[DebuggerDisplay("{Size} workers, {_jobs.Count} queued, Closed = {_closed}")] // takes no lock
public sealed class SmallPool : IPool
{
    private readonly WorkerThread[] _workers;

    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _changed;  // a job came, or the end
    private readonly Queue<Action> _jobs = new();
    private readonly List<Exception> _failures = [];
    private bool _closed;

    /// <summary>A pool of <see cref="DefaultSize"/> workers.</summary>
    public SmallPool() : this(DefaultSize) { }

    /// <summary>Starts the workers, which are called "worker 1" and so on.</summary>
    /// <param name="workers">How many, at least 1.</param>
    public SmallPool(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        _changed = new ConditionVariable(_mutex);
        _workers = [.. Enumerable.Range(1, workers).Select(n => WorkerThread.Start($"worker {n}", Work, background: true))];
    }

    /// <summary>The size of a pool that is made without one: the cores of this machine.</summary>
    public static int DefaultSize => Environment.ProcessorCount;

    /// <inheritdoc/>
    public int Size => _workers.Length;

    /// <summary>What jobs have thrown so far, in the order in which it was caught; a copy.</summary>
    public IReadOnlyList<Exception> Failures { get { using (_mutex.Hold()) return [.. _failures]; } }

    /// <inheritdoc/>
    public void Submit(Action job)
    {
        ArgumentNullException.ThrowIfNull(job);
        using (_mutex.Hold())
        {
            if (_closed) throw new InvalidOperationException("The pool is closed; submit before you close it.");
            _jobs.Enqueue(job);  // [put]
            _changed.Signal();   // one job, one worker: I2
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        using (_mutex.Hold())
        {
            _closed = true;
            _changed.Broadcast(); // all: each has to see the end
        }
    }

    /// <inheritdoc/>
    public void Join(CancellationToken cancel = default)
    {
        using (_mutex.Hold())
            if (!_closed) throw new InvalidOperationException("The pool is open, its workers would never end; close it first.");
        foreach (var worker in _workers) worker.Join(cancel); // without the mutex, which they need
    }

    private void Work()
    {
        while (Take() is { } job)
        {
            try { job(); }                             // [run] without the mutex: the others run theirs meanwhile
            catch (Exception e)                        // [catch]
            {
                using (_mutex.Hold()) _failures.Add(e);
            }
        }
    }

    // Null when the worker may go home.
    private Action? Take()
    {
        using (_mutex.Hold())
        {
            while (_jobs.Count == 0 && !_closed) _changed.Wait(); // [sleep]
            return _jobs.TryDequeue(out var job) ? job : null;    // [home]
        }
    }
}
