// A fixed number of workers, one queue:
//
//      Submit, Post --+                             +--> pool worker 1 --- runs a job --+
//                     |    +---+---+---+---+---+    |                                   +--> its future ends, callbacks run
//      Submit, Post --+--> | z | . | . | b | a | ---+--> pool worker 2 --- runs a job --+
//                     |    +---+---+---+---+---+    |
//      Submit, Post --+         JobQueue            +--> ...
//
//               Submit    queued jobs    running jobs                  workers
//      open     taken     run            run                           wait for more
//      Close    refused   run            run                           end when the queue is empty
//      Terminate refused  are dropped    run on; see Stopping cancelled  end after the job that they run
//
//   I1  A job runs once, or is dropped once, never both: it leaves the queue once, in a worker's hands or in Terminate's.
//   I2  No job ends a worker: whatever it throws goes into its future, or to StrayFailures.
//
// Shutdown: Close, or Terminate, or both; then Join, which returns when all workers have ended. Dispose is Close and Join. The
// workers are background threads: a process that ends without Join cuts them off, wherever they are.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Pools;

/// <summary>Runs jobs on a fixed number of named threads; they start in the order in which they came.</summary>
/// <remarks>
/// <para>Any thread may call any member, unless it says otherwise.</para>
/// <para>A job must not wait for another job of the same pool: when all workers wait so, none is left to run what they wait for.
/// Chain with <see cref="Future{T}.Then{TNext}(Func{T, TNext})"/> instead, or use a second pool.
/// <see cref="Join(CancellationToken)"/>, <see cref="Dispose"/> and <see cref="Map"/> by a worker of the pool are refused; a
/// wait for a future is not.</para>
/// <para>After Python's ThreadPoolExecutor (submit; its default size is four workers more than there are cores, at most 32, here
/// it is the number of cores) and multiprocessing.pool.ThreadPool (map, close, join, terminate).</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class WorkerPool : IDisposable
{
    [ThreadStatic] private static WorkerPool? _poolOfThisThread; // whose worker this thread is; set once, by Work

    private readonly JobQueue _jobs = new();
    private readonly CancellationTokenSource _stopping = new(); // never disposed: it has no timer, and jobs may still look at it
    private readonly WorkerThread[] _workers;

    /// <summary>A pool with as many workers as <see cref="DefaultSize"/> says.</summary>
    public WorkerPool(string name = "pool") : this(DefaultSize, name) { }

    /// <summary>Starts the workers, which are called "<paramref name="name"/> worker 1" and so on.</summary>
    /// <param name="workers">How many, at least 1.</param>
    /// <param name="name">What debuggers and failures call it.</param>
    public WorkerPool(int workers, string name = "pool")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        _workers = new WorkerThread[workers];
        try
        {
            for (var i = 0; i < workers; i++) _workers[i] = WorkerThread.Start($"{name} worker {i + 1}", Work, background: true);
        }
        catch
        {
            _jobs.Close(); // no more threads to be had: send those home that were started
            throw;
        }
    }

    /// <summary>How many workers a pool has when nobody says otherwise: the cores that this process may use.</summary>
    public static int DefaultSize => Environment.ProcessorCount;

    /// <summary>The name given to the constructor.</summary>
    public string Name { get; }

    /// <summary>How many workers it has, from the constructor on.</summary>
    public int Size => _workers.Length;

    /// <summary>How many jobs wait for a worker; stale by the time it returns.</summary>
    public int QueuedCount => _jobs.Count;

    /// <summary>Whether it refuses new jobs. True is final.</summary>
    public bool IsClosed => _jobs.IsClosed;

    /// <summary>Fires when the pool is terminated. A long job looks at it, and ends early.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Queues a job, and returns the future of its end. Never blocks for long.</summary>
    /// <remarks>A future that is cancelled in time is skipped when its turn comes.</remarks>
    /// <exception cref="InvalidOperationException">The pool is closed; the job was not queued.</exception>
    public Future Submit(Action body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Submit(() => { body(); return true; });
    }

    /// <summary>Queues a job, and returns the future of its result. Never blocks for long.</summary>
    /// <remarks>A future that is cancelled in time is skipped when its turn comes.</remarks>
    /// <exception cref="InvalidOperationException">The pool is closed; the job was not queued.</exception>
    public Future<T> Submit<T>(Func<T> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var job = new SubmittedJob<T>(body);
        Put(job);
        return job.Future;
    }

    /// <summary>Queues a job that nobody waits for, the fastest way in; what it throws goes to <see cref="StrayFailures"/>. Never
    /// blocks for long.</summary>
    /// <exception cref="InvalidOperationException">The pool is closed; the job was not queued.</exception>
    public void Post(Action body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Put(new PostedJob(this, body));
    }

    /// <summary><see cref="Post"/> for who may come too late.</summary>
    /// <returns>False when the pool is closed; the job was not queued.</returns>
    public bool TryPost(Action body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _jobs.TryPut(new PostedJob(this, body));
    }

    /// <summary>Applies <paramref name="function"/> to each item, on all workers at once, and blocks until all is done.</summary>
    /// <returns>The results, in the order of the items.</returns>
    /// <remarks>When one fails (of several, the first in the order of the items), its exception is thrown as it was, and those
    /// that had not begun are cancelled; the same when the wait is cancelled. Those that run are not waited for then.</remarks>
    /// <exception cref="OperationCanceledException">The wait was cancelled, or the pool was terminated.</exception>
    /// <exception cref="InvalidOperationException">The pool is closed, or a worker of this pool asks, which would wait for
    /// itself.</exception>
    public TResult[] Map<T, TResult>(IEnumerable<T> items, Func<T, TResult> function, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(function);
        RefuseWorkers(nameof(Map));
        List<Future<TResult>> futures = [];
        try
        {
            foreach (var item in items) futures.Add(Submit(() => function(item)));
            return [.. futures.Select(future => future.Result(cancel))];
        }
        catch
        {
            foreach (var future in futures) future.Cancel();
            throw;
        }
    }

    /// <summary>Refuses new jobs; what is queued still runs. Does not wait for it. May be repeated.</summary>
    public void Close() => _jobs.Close();

    /// <summary>Closes the pool, cancels what is queued, and has <see cref="Stopping"/> fire for what runs. Does not wait. May be
    /// repeated, and called by a worker.</summary>
    /// <returns>How many jobs were dropped: futures are cancelled (their callbacks run here), posted jobs are gone.</returns>
    /// <exception cref="AggregateException">What somebody had registered with <see cref="Stopping"/> threw; all else is
    /// done.</exception>
    public int Terminate()
    {
        var dropped = 0;
        var next = _jobs.CloseAndRemoveAll();
        try { _stopping.Cancel(); }
        finally
        {
            for (; next is not null; next = next.Next, dropped++) next.Drop();
        }
        return dropped;
    }

    /// <summary>Blocks until the workers have ended: all that was queued has run, or was dropped.</summary>
    /// <exception cref="InvalidOperationException">The pool is open, so the wait might never end; or a worker of this pool asks,
    /// which would wait for itself.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the last one had ended; they run on.</exception>
    public void Join(CancellationToken cancel = default) => Join(Timeout.InfiniteTimeSpan, cancel);

    /// <summary>The same, but waits no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait, not the workers.</param>
    /// <returns>True when all have ended, false when one still ran.</returns>
    /// <exception cref="InvalidOperationException">As above.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the last one had ended; they run on.</exception>
    public bool Join(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        RefuseWorkers(nameof(Join));
        if (!IsClosed) throw new InvalidOperationException($"Join of {Name} would wait for ever, it is open; call Close first.");
        return _workers.All(worker => worker.HasEndedWithin(deadline, cancel));
    }

    /// <summary><see cref="Close"/> and <see cref="Join(CancellationToken)"/>: blocks until all that is queued has run.</summary>
    /// <exception cref="InvalidOperationException">A worker of this pool asks; nothing has changed.</exception>
    public void Dispose()
    {
        RefuseWorkers(nameof(Dispose));
        Close();
        Join();
    }

    private void Put(Job job)
    {
        if (!_jobs.TryPut(job))
            throw new InvalidOperationException($"{Name} is closed, and takes no job; close it after the last, or use TryPost.");
    }

    private void Work()
    {
        _poolOfThisThread = this;
        while (true)
        {
            try
            {
                if (!_jobs.Take(out var job)) return;
                job.Run();
            }
            catch (ThreadInterruptedException) { } // meant for a job that has ended meanwhile: I2
        }
    }

    private void RefuseWorkers(string member)
    {
        if (_poolOfThisThread == this)
            throw new InvalidOperationException(
                $"{member} by a worker of {Name}, which would wait for itself; call it on a thread outside of the pool.");
    }

    private string Display =>
        $"{Name}: {Size} workers, {_jobs.Count} queued, " +
        (_stopping.IsCancellationRequested ? "terminated" : IsClosed ? "closed" : "open");
}
