// What lies in a deque, and what is known about it:
//
//      _state       meaning                                    what its end must do
//      Open     0   not ended; its forker is awake             nothing
//      Awaited  1   not ended; its forker may be asleep        unpark the forker
//      Done     2   ended: the outcome stands
//
//   I1  One worker runs it, once: whoever popped or stole it.
//   I2  The outcome (Failure, a result) is written before Done, and never after.
//   I3  A job ends after every branch that it forked has ended.
//   I4  Only the job that forked a branch joins it, so at most one worker waits for it.
//
// I4 is why waiting workers may run whatever they find without ending up in a circle. A job that is waited for is younger than
// the one that waits for it, and what lies above a job on a thread's stack was begun later than the job. So whoever follows the
// waits from job to job meets younger ones all the time, and the last one waits for nobody.

using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Workbook.Concurrency.Pools;

/// <summary>A piece of work of a <see cref="WorkStealingPool"/>.</summary>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public abstract class ForkJoinJob
{
    private const int Open = 0, Awaited = 1, Done = 2;

    private int _state;                   // see the table; TryMarkAwaited and End by Interlocked, each other's partners
    private volatile bool _isWithdrawn;   // written by the forker, read by whoever is about to run it
    private ForkJoinWorker? _forker;      // null for a job that came through the inbox
    private ForkJoinJob? _parent;

    private ForkJoinJob? _youngestBranch; // the first of a list; this and its links: only the worker that runs this job
    private ForkJoinJob? _nextOlder;      // the link in the parent's list
    private bool _isJoined;

    private protected ForkJoinJob() { }

    /// <summary>Whether it has ended. True is final.</summary>
    internal bool IsDone => Volatile.Read(ref _state) == Done; // pairs with End: the outcome can be read

    /// <summary>What ended it, if an exception did; read it when done.</summary>
    internal ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Fires when the whole computation is to stop.</summary>
    internal CancellationToken Cancel { get; private protected set; }

    /// <summary>Makes it a part of what <paramref name="forker"/> runs now; before it is pushed.</summary>
    internal void BelongTo(ForkJoinWorker forker)
    {
        (_forker, _parent, Cancel) = (forker, forker.Current, forker.Current!.Cancel);
        (_state, _isWithdrawn) = (Open, false); // it may be in use again
    }

    /// <summary>Done and read: lets go of everything that it holds on to.</summary>
    private protected void BelongToNobody() => (_forker, _parent, Cancel, Failure) = (null, null, default, null);

    /// <summary>Remembers a branch of this job, for I3.</summary>
    internal void Remember(ForkJoinJob branch) => (branch._nextOlder, _youngestBranch) = (_youngestBranch, branch);

    /// <summary>Says that nobody needs it any more: unless it has begun, it ends without running its body.</summary>
    internal void Withdraw() => _isWithdrawn = true;

    /// <summary>Runs the body and waits for its branches. The calling worker has popped or stolen it, and it is its current
    /// job.</summary>
    internal void RunHere(ForkJoinWorker worker)
    {
        Debug.Assert(!IsDone && worker.Current == this, "I1");
        try
        {
            if (!_isWithdrawn)
            {
                Cancel.ThrowIfCancellationRequested();
                RunBody();
            }
        }
        catch (Exception e) { Failure = ExceptionDispatchInfo.Capture(e); } // everything: it belongs to the joiner
        AwaitBranches(worker);
        worker.CountOne();
        End();
    }

    /// <summary>From here on the worker that ends it unparks its forker.</summary>
    /// <returns>False when it has ended already.</returns>
    internal bool TryMarkAwaited() => Interlocked.CompareExchange(ref _state, Awaited, Open) != Done;

    private protected abstract void RunBody();

    private protected virtual void End()
    {
        var forker = _forker; // before the exchange: after it the job may be in use again
        if (Interlocked.Exchange(ref _state, Done) == Awaited) forker!.Parker.Unpark(); // I2: the exchange is a full fence
    }

    /// <summary>Waits for it, running other jobs meanwhile, and throws what it threw.</summary>
    private protected void JoinHere()
    {
        if (ForkJoinWorker.OfThisThread is not { } worker || worker.Current != _parent)
            throw new InvalidOperationException(
                "Join by another than the job that forked the branch; join it there, and hand on its result.");
        worker.Await(this);
        _isJoined = true;
        while (_parent!._youngestBranch is { _isJoined: true } branch) _parent._youngestBranch = branch._nextOlder;
        Failure?.Throw();
    }

    // The first failure counts. Once there is one, branches that have not begun are not run any more.
    private void AwaitBranches(ForkJoinWorker worker)
    {
        if (Failure is not null)
            for (var branch = _youngestBranch; branch is not null; branch = branch._nextOlder) branch.Withdraw();
        for (; _youngestBranch is { } branch; _youngestBranch = branch._nextOlder)
        {
            worker.Await(branch);
            if (!branch._isJoined) Failure ??= branch.Failure; // one that was joined has told its failure there
        }
    }

    private string Display => (IsDone, Failure) switch
    {
        (false, _) => "not ended",
        (_, null) => "ended",
        var (_, failure) => $"failed, {failure.SourceException.GetType().Name}",
    };
}
