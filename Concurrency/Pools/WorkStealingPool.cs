// Each worker has a deque; work from outside comes through one inbox:
//
//      Run ---> inbox ----+----------------+----------------+        taken by whoever has nothing to do
//                         v                v                v
//                     worker 1         worker 2         worker 3
//           Fork:      | a b c |  <-steal-- |  |           | d |     push and pop at the right end, steal at the left
//           push c,        ^ pop
//           Join: pop c
//
//   I1  A job that was accepted runs once, or is withdrawn before it began.
//   I2  Run returns when nothing of its computation runs any more: every job waits for its branches.
//   I3  A worker sleeps only while it can find nothing to do: see RestingWorkers for why no wake-up is lost.
//
// Shutdown: Dispose closes the pool, so that Run is refused from then on. The workers go on until the last accepted computation
// has ended, each returns from its loop, and Dispose joins them. Threads of a pool that is never disposed are background threads:
// they are cut off when the process ends.

using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Workbook.Concurrency.Pools;

/// <summary>Threads for computations that split themselves (fork-join): each works on what it has split off, and steals from
/// others when it has nothing left.</summary>
/// <remarks>
/// <para>From outside: <see cref="Run{T}"/>. Inside, in the code that it runs: <see cref="Fork{T}"/> and Join, or
/// <see cref="Invoke(Action, Action)"/>. A job that joins does not block its worker, which runs other jobs; and so a pool
/// of one worker gets everything done, one job after another. Which worker runs what is not promised.</para>
/// <para>Jobs are for computing. One that blocks (a file, a lock held for long, a sleep) takes its worker away from all others.
/// While a job joins, any other job of the pool may run above it on the same thread: it must not hold a lock over a join, and the
/// stack grows with each job that is helped.</para>
/// <para>Frigo, Leiserson and Randall, The Implementation of the Cilk-5 Multithreaded Language, PLDI 1998; Lea, A Java Fork/Join
/// Framework, Java Grande 2000. As in Cilk, a job ends when all its branches have ended, joined or not.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class WorkStealingPool : IDisposable
{
    private readonly ForkJoinWorker[] _workers;

    /// <summary>Starts the workers.</summary>
    /// <param name="workers">How many, 1 to 1024; null for as many as there are processors.</param>
    /// <param name="name">The threads are called by it and their number: <c>fork-join 1</c>.</param>
    public WorkStealingPool(int? workers = null, string name = "fork-join")
    {
        var count = workers ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(workers));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1024, nameof(workers));
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _workers = [.. Enumerable.Range(1, count).Select(number => new ForkJoinWorker(this, $"{name} {number}", number))];
        try
        {
            foreach (var worker in _workers) worker.Start(); // each sees them all
        }
        catch
        {
            Inbox.Close(); // no more threads to be had: send those home that were started
            Resting.WakeAll();
            throw;
        }
    }

    /// <summary>How many workers there are.</summary>
    public int Workers => _workers.Length;

    /// <summary>What each worker has done so far; stale by the time it returns, but every computation whose Run has returned
    /// is in it.</summary>
    public IReadOnlyList<WorkStealingFigures> Figures => [.. _workers.Select(worker => worker.Figures)];

    /// <summary>Whether the calling code is run by a worker of this pool, and so may fork.</summary>
    public bool IsWorker => ForkJoinWorker.OfThisThread?.Pool == this;

    internal ReadOnlySpan<ForkJoinWorker> Team => _workers;

    internal RestingWorkers Resting { get; } = new();

    internal Inbox Inbox { get; } = new();

    internal bool HasForkedJobs => Array.Exists(_workers, worker => worker.Deque.Count > 0);

    /// <summary>Runs <paramref name="body"/> on a worker, and returns its result when it and all that it forked have
    /// ended.</summary>
    /// <remarks>Any thread may call it; the caller blocks. A worker of this pool that calls it runs the body itself, at once;
    /// without a token of its own it then has the caller's. What it wrote before is seen by the computation, and what the
    /// computation wrote by the caller. For a limit in time, give it a token that cancels itself.</remarks>
    /// <param name="body">What to compute.</param>
    /// <param name="cancel">Cancelled before a worker took it up: it does not run. Later: jobs that have not begun do not run,
    /// each Fork, Invoke and Join of such a job throws, and the call returns when those that had begun have ended: a long loop
    /// without a fork watches the token itself.</param>
    /// <exception cref="Exception">What ended <paramref name="body"/>, or a branch that it did not join, as it was
    /// thrown.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing of it runs any more.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed; it did not run.</exception>
    /// <exception cref="ThreadInterruptedException">Interrupted before a worker took it up; it does not run.</exception>
    public T Run<T>(Func<T> body, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        T? result = default;
        Run(() => { result = body(); }, cancel);
        return result!;
    }

    /// <summary>The same without a result.</summary>
    /// <exception cref="Exception">What ended <paramref name="body"/>, or a branch that it did not join, as it was
    /// thrown.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing of it runs any more.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed; it did not run.</exception>
    /// <exception cref="ThreadInterruptedException">Interrupted before a worker took it up; it does not run.</exception>
    public void Run(Action body, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        cancel.ThrowIfCancellationRequested();
        RootJob root;
        if (ForkJoinWorker.OfThisThread is { } worker && worker.Pool == this)
        {
            root = new RootJob(body, cancel.CanBeCanceled ? cancel : worker.Current!.Cancel);
            worker.Execute(root);
        }
        else
        {
            root = new RootJob(body, cancel);
            ObjectDisposedException.ThrowIf(!Inbox.TryAccept(root), this);
            Resting.WakeAll(); // not one: a worker that rests in a join does not take a new computation on top
            root.Await();
        }
        root.Failure?.Throw();
    }

    /// <summary>Splits off a branch: it may run at the same time as the rest of the calling job. Never blocks.</summary>
    /// <exception cref="OperationCanceledException">The computation was cancelled; nothing was forked.</exception>
    /// <exception cref="InvalidOperationException">The caller is not run by a worker of this pool.</exception>
    public Branch<T> Fork<T>(Func<T> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var branch = new Branch<T>(body);
        Fork(branch);
        return branch;
    }

    /// <summary>The same without a result.</summary>
    /// <exception cref="OperationCanceledException">The computation was cancelled; nothing was forked.</exception>
    /// <exception cref="InvalidOperationException">The caller is not run by a worker of this pool.</exception>
    public Branch Fork(Action body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var branch = new Branch(body);
        Fork(branch);
        return branch;
    }

    /// <summary>Runs both, possibly at the same time, and returns when both have ended: Fork of the second, a call of the first,
    /// Join of the second.</summary>
    /// <remarks>A branch that <paramref name="first"/> forks and does not join belongs to the calling job, which waits for it at
    /// its end.</remarks>
    /// <exception cref="Exception">What ended <paramref name="first"/>, as it was thrown; <paramref name="second"/> has not begun
    /// then, or has ended, and what it threw is dropped. If only the second failed, what ended it.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; no part of the two runs any more.</exception>
    /// <exception cref="InvalidOperationException">The caller is not run by a worker of this pool.</exception>
    public void Invoke(Action first, Action second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Invoke(static half => half(), first, second);
    }

    /// <summary>The same for one body and two arguments. Allocates nothing once it is warm, if <paramref name="body"/> is
    /// static.</summary>
    /// <exception cref="Exception">As above.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; no part of the two runs any more.</exception>
    /// <exception cref="InvalidOperationException">The caller is not run by a worker of this pool.</exception>
    public void Invoke<TState>(Action<TState> body, TState first, TState second)
    {
        ArgumentNullException.ThrowIfNull(body);
        var worker = ForkingWorker();
        var half = SecondHalf<TState>.Rent(worker, body, second);
        worker.Push(half);
        try { body(first); }
        catch
        {
            half.Withdraw();
            EndHalf(half, worker);
            throw;
        }
        EndHalf(half, worker)?.Throw();
    }

    /// <summary>Refuses further computations, lets those that were accepted end, and joins the workers. Blocks until then. May be
    /// repeated.</summary>
    /// <exception cref="InvalidOperationException">Called by a worker of this pool, which would wait for itself; nothing has
    /// changed.</exception>
    public void Dispose()
    {
        if (IsWorker)
            throw new InvalidOperationException(
                "Dispose by a worker of the pool, which would wait for itself; dispose it where Run was called.");
        Inbox.Close();
        Resting.WakeAll(); // those who rest see that it is over, unless a computation still runs
        foreach (var worker in _workers) worker.Join();
    }

    private void Fork(ForkJoinJob branch)
    {
        var worker = ForkingWorker();
        branch.BelongTo(worker);
        worker.Current!.Remember(branch); // before the push: from then on it may run
        worker.Push(branch);
    }

    private ForkJoinWorker ForkingWorker()
    {
        if (ForkJoinWorker.OfThisThread is not { } worker || worker.Pool != this)
            throw new InvalidOperationException("Fork by a thread that is not a worker of this pool; call it inside Run.");
        worker.Current!.Cancel.ThrowIfCancellationRequested();
        return worker;
    }

    private static ExceptionDispatchInfo? EndHalf<TState>(SecondHalf<TState> half, ForkJoinWorker worker)
    {
        worker.Await(half);
        var failure = half.Failure;
        half.Return();
        return failure;
    }

    private string Display => $"{Workers} workers, {Resting.Count} asleep, {Inbox.Count} in the inbox";
}
