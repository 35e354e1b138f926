// A line of jobs, and a number of slots; a thread for each slot keeps one worker process alive and receives its results:
//
//      callers                   this process                               workers
//                         +---------------------+   shared memory
//      Apply      --+     |  line               |   +- jobs ------->  worker 1:  claims a job, calls the
//      ApplyAsync --+-->  | [ 9 | 8 | 7 | 6 ] --+-> |                 function, writes the outcome
//      Map        --+     |                     |   <------ results -+
//                         |  slot thread 1 <----+----
//      futures,   <-------+  slot thread 2 <----+---- ...             worker 2
//      callbacks          +---------------------+
//
//   I1  A job is in the line, or in flight at one worker, or has ended. From the line it goes to a worker as soon as one has
//       room.
//   I2  A worker has more than one job only if jobs are short: together about a millisecond's worth. One that is silent for 3 ms
//       loses those that it has not begun with. So no job waits behind a long one while another worker is free.
//   I3  A job that was begun is not begun again, unless Retries says so; one that was only sent ahead to a worker that died was
//       not begun. The gate in the shared memory knows (see PoolChannel).
//   I4  Futures end, and callbacks run, without the monitor.
//
//               submit     jobs in line      jobs that run           workers
//      open     taken      run               run                     wait for more; a dead one is replaced
//      Close    refused    run               run                     go home when nothing is left
//      Terminate refused   cancelled         cancelled               are killed
//
// Shutdown: Close or Terminate, then Join, which returns when the slots' threads have ended, each after its process. Dispose is
// Terminate and Join. A process that ends without it takes the workers with it, however it ends: they are daemons.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Pools;

/// <summary>Runs functions in a fixed number of processes.</summary>
/// <remarks>
/// <para>Any thread may call any member. A job is a static function with arguments: they travel there by value, its result back.
/// A shared thing, such as a queue, travels as what it is. Nothing of this process exists over there.</para>
/// <para>Callbacks and <see cref="PoolOptions.Progress"/> run on the pool's threads, and hold up the results of one worker as
/// long as they last; waiting there for the same pool is refused.</para>
/// <para>After Python's multiprocessing.Pool: the methods and what they promise. Different here: when a worker dies its job
/// fails, there it never ends; Terminate cancels what was not done, there it never ends either; of the items of a chunk, one that
/// fails does not take the others with it.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed partial class ProcessPool : IDisposable
{
    private const int MostInFlight = 128, AheadMicroseconds = 1000, StartsInVain = 3;

    [ThreadStatic] private static ProcessPool? _poolOfThisThread; // whose slot this thread keeps; set once

    private readonly PoolOptions _options;
    private readonly PoolMethods _methods = new();
    private readonly byte[] _initialization; // the frames that come before the first job
    private readonly WorkerThread[] _slots;

    private readonly object _monitor = new(); // guards all below; pulsed when IsSendingLarge of a worker ends
    private readonly JobLine _line = new();
    private readonly List<PoolWorker> _workers = [];
    private readonly FrameBuffer _scratch = new();
    private long _lastNumber, _lastIdle;
    private double _usualMicroseconds = AheadMicroseconds; // of a job: how long the last ones took
    private readonly int[] _startedInVain;                 // by slot, in a row: ended before they took jobs
    private bool _closed, _terminated;
    private BrokenPoolException? _failure;

    /// <summary>A pool with as many workers as <see cref="DefaultSize"/> says.</summary>
    public ProcessPool(PoolOptions? options = null) : this(DefaultSize, options) { }

    /// <summary>Begins to start the workers, and does not wait for them: each takes some 50 ms of a core.</summary>
    /// <param name="size">How many, at least 1.</param>
    /// <param name="options">How it is to be.</param>
    /// <exception cref="NotSupportedException">An argument of the initialiser cannot travel.</exception>
    /// <exception cref="PlatformNotSupportedException">Not Linux.</exception>
    public ProcessPool(int size, PoolOptions? options = null)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(
                "A process pool sleeps in futex(2) and passes descriptors in the way of Linux; "
                + "elsewhere start each job with ChildProcess.Start.");
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _options = options ?? new PoolOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.TasksPerWorker ?? 1, 1, nameof(PoolOptions.TasksPerWorker));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.Retries, nameof(PoolOptions.Retries));
        ArgumentException.ThrowIfNullOrWhiteSpace(_options.Name, nameof(PoolOptions.Name));
        _initialization = Initialization();
        (_slots, _startedInVain) = (new WorkerThread[size], new int[size]);
        for (var i = 0; i < size; i++)
        {
            var slot = i + 1;
            _slots[i] = new WorkerThread($"{Name} worker {slot}", () => KeepWorker(slot), background: true);
        }
        foreach (var slot in _slots) slot.Start();
    }

    /// <summary>How many workers a pool has when nobody says otherwise: the cores that this process may use.</summary>
    public static int DefaultSize => Environment.ProcessorCount;

    /// <summary>In a worker, during a job: fires when the job is cancelled, see <see cref="JobOptions"/>. Elsewhere it never
    /// does.</summary>
    public static CancellationToken JobCancel => WorkerLoop.Cancellation?.Token ?? CancellationToken.None;

    /// <summary>The name that it was given.</summary>
    public string Name => _options.Name;

    /// <summary>How many workers it has.</summary>
    public int Size => _slots.Length;

    /// <summary>How many jobs wait for a worker; stale by the time it returns.</summary>
    public int QueuedCount { get { lock (_monitor) return _line.Count; } }

    /// <summary>Whether it refuses new jobs. True is final.</summary>
    public bool IsClosed { get { lock (_monitor) return _closed; } }

    /// <summary>The process ids of the workers that take jobs now, by number of the worker; stale by the time it
    /// returns.</summary>
    public IReadOnlyList<int> ProcessIds
    {
        get
        {
            lock (_monitor)
            {
                var ready = _workers.Where(worker => worker.IsReady).OrderBy(worker => worker.Slot);
                return [.. ready.Select(worker => worker.Child.Id)];
            }
        }
    }

    /// <summary>Refuses new jobs; those that were submitted still run. Does not wait for them. May be repeated.</summary>
    public void Close() => Dispatch(() => _closed = true);

    /// <summary>Closes the pool, cancels all jobs, also those that run, and kills the workers. Does not wait for their end, which
    /// takes milliseconds. May be repeated, and called by a callback. The callbacks of cancelled jobs run here.</summary>
    public void Terminate()
    {
        List<PoolJob> dropped;
        lock (_monitor)
        {
            _closed = _terminated = true;
            dropped = [.. _workers.SelectMany(worker => worker.InFlight), .. _line.RemoveAll()];
            foreach (var worker in _workers)
            {
                worker.InFlight.Clear();
                worker.Child.Kill();
            }
        }
        foreach (var job in dropped) Finish(job, job => job.Cancel());
    }

    /// <summary>Blocks until the workers have ended: all jobs have run, or were cancelled.</summary>
    /// <exception cref="InvalidOperationException">The pool is open, so the wait might never end; or a callback of this pool
    /// asks, which would wait for itself.</exception>
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
        RefuseOwnThreads(nameof(Join));
        if (!IsClosed) throw new InvalidOperationException($"Join of {Name} would wait for ever, it is open; call Close first.");
        return _slots.All(slot => slot.HasEndedWithin(deadline, cancel));
    }

    /// <summary><see cref="Terminate"/> and <see cref="Join(CancellationToken)"/>: no worker is left when it returns. Close and
    /// join before, if the jobs are to run.</summary>
    /// <exception cref="InvalidOperationException">A callback of this pool asks; nothing has changed.</exception>
    public void Dispose()
    {
        RefuseOwnThreads(nameof(Dispose));
        Terminate();
        Join();
    }

    internal void RefuseOwnThreads(string member)
    {
        if (_poolOfThisThread == this)
            throw new InvalidOperationException(
                $"{member} in a callback of {Name} would wait for itself; leave it to a thread outside of the pool.");
    }

    private string Display => $"{Name}: {Size} workers, {_line.Count} queued, "
        + (_terminated ? "terminated" : _closed ? "closed" : "open");
}
