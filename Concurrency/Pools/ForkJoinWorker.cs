// One thread of the pool. Its stack holds the jobs that it has begun, and grows when it helps while it waits:
//
//      Main > job > Join of a branch that another has stolen > a job of its own deque or stolen > Join ...
//                                                              ^ Current
//
//   I1  Only the thread itself pushes to and pops from Deque, and writes Current and the figures.
//   I2  It parks only after it has announced that (see RestingWorkers) and looked once more.
//   I3  It never parks with a job in its own deque.
//
// It looks for work in its own deque, youngest first: that is what it forked last, and what it will join first; its data are in
// the cache. Then it steals, oldest first: in a divide-and-conquer that is the biggest piece, so thefts are few. Victims are
// tried in turn from a random one on (Blumofe and Leiserson, Scheduling Multithreaded Computations by Work Stealing, JACM 1999).

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Pools;

/// <summary>A worker of a <see cref="WorkStealingPool"/>.</summary>
[DebuggerDisplay("{Name,nq}: {Deque.Count} in its deque")] // takes no lock
internal sealed class ForkJoinWorker
{
    // Some microseconds of looking around before it sleeps: waking a thread takes longer than most jobs.
    private static readonly int _looksBeforeRest = Environment.ProcessorCount > 1 ? 16 : 1;

    [ThreadStatic] private static ForkJoinWorker? _ofThisThread;

    private readonly WorkStealingPool _pool;
    private readonly WorkerThread _thread;
    private uint _random;
    private long _ran, _stole; // Volatile.Write by the thread, pairs with the reads in Figures
    private bool _wasInterrupted;

    public ForkJoinWorker(WorkStealingPool pool, string name, int number)
    {
        _pool = pool;
        _random = (uint)number * 2654435761; // never 0: numbers begin with 1
        _thread = new WorkerThread(name, Main, background: true);
    }

    /// <summary>The worker whose thread calls; null on any other thread.</summary>
    public static ForkJoinWorker? OfThisThread => _ofThisThread;

    public string Name => _thread.Name;

    public WorkStealingPool Pool => _pool;

    public WorkStealingDeque<ForkJoinJob> Deque { get; } = new();

    public Parker Parker { get; } = new();

    /// <summary>The job that the thread has begun last and not ended.</summary>
    public ForkJoinJob? Current { get; private set; }

    public WorkStealingFigures Figures => new(Name, Volatile.Read(ref _ran), Volatile.Read(ref _stole));

    public void Start() => _thread.Start();

    public void Join() => _thread.Join();

    /// <summary>Offers a job to the thieves, and to itself for later.</summary>
    public void Push(ForkJoinJob job)
    {
        Deque.Push(job);          // [publish]
        _pool.Resting.WakeOne();
    }

    /// <summary>Runs a job to its end, on top of what the thread is doing.</summary>
    public void Execute(ForkJoinJob job)
    {
        var below = Current;
        Current = job;
        try { job.RunHere(this); }
        finally { Current = below; }
    }

    /// <summary>Counts a job that is about to end: before, so that whoever sees the end finds it counted.</summary>
    public void CountOne() => Volatile.Write(ref _ran, _ran + 1);

    /// <summary>Returns when the job has ended; runs other jobs meanwhile.</summary>
    public void Await(ForkJoinJob job)
    {
        var (looks, backoff, owesALook) = (0, new Backoff(), false);
        while (!job.IsDone)
        {
            if (Deque.TryPop(out var next) || TrySteal(out next))
            {
                Execute(next);
                (looks, backoff, owesALook) = (0, new Backoff(), false);
            }
            else if (++looks < _looksBeforeRest) backoff.Wait();
            else owesALook = Rest(job);
        }
        if (owesALook) _pool.Resting.WakeOne(); // we were woken for a job and have ours: another may look for it
        if (!_wasInterrupted) return;
        _wasInterrupted = false;
        Thread.CurrentThread.Interrupt(); // for the next wait of the job that runs here
    }

    private void Main()
    {
        _ofThisThread = this;
        var (looks, backoff) = (0, new Backoff());
        while (!_pool.Inbox.IsOver)
        {
            if (TrySteal(out var job)) Execute(job); // what has begun before what has not: the inbox comes second
            else if (_pool.Inbox.TryTake(out var root)) RunRoot(root);
            else
            {
                if (++looks < _looksBeforeRest) backoff.Wait();
                else Rest(awaited: null);
                _wasInterrupted = false; // meant for a job that is gone
                continue;
            }
            (looks, backoff) = (0, new Backoff());
            Debug.Assert(Deque.Count == 0 && Current is null, "every job waits for its branches, so the last one left nothing");
        }
    }

    private void RunRoot(RootJob root)
    {
        if (root.TryBegin()) Execute(root);
        _pool.Inbox.Ended();
        if (_pool.Inbox.IsOver) _pool.Resting.WakeAll(); // it was the last one, and the others may rest
    }

    /// <returns>Whether a wake-up took it out of the list: then it looks for work, or passes the wake-up on.</returns>
    private bool Rest(ForkJoinJob? awaited)
    {
        Debug.Assert(Deque.Count == 0, "I3");
        _pool.Resting.Enter(this);                            // [announce]
        try { if (!HasReasonToStay(awaited)) Parker.Park(); } // [look again]; may return early for an old permit: callers loop
        catch (ThreadInterruptedException) { _wasInterrupted = true; }
        return !_pool.Resting.Leave(this);
    }

    private bool HasReasonToStay(ForkJoinJob? awaited) =>
        (awaited is null ? _pool.Inbox.IsOver || _pool.Inbox.Count > 0 : !awaited.TryMarkAwaited()) || _pool.HasForkedJobs;

    private bool TrySteal([MaybeNullWhen(false)] out ForkJoinJob job)
    {
        var workers = _pool.Team;
        _random ^= _random << 13; // xorshift
        _random ^= _random >> 17;
        _random ^= _random << 5;
        var first = (int)(_random % (uint)workers.Length);
        for (var i = 0; i < workers.Length; i++)
        {
            var victim = workers[(first + i) % workers.Length];
            if (victim == this || !victim.Deque.TrySteal(out job)) continue;
            Volatile.Write(ref _stole, _stole + 1);
            return true;
        }
        job = null;
        return false;
    }
}
