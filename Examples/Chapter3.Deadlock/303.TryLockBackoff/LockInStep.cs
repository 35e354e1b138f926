// The second lock of a thread, with a stage direction: in the first rounds all threads try theirs at the same moment.
//
//      t1                           t2
//      has A                        has B
//      --------------- all have their first lock ----------------    [before]
//      tries B: taken               tries A: taken
//      --------------- all have tried the second ----------------    [after]
//      lets go of A                 lets go of B
//
// An order that may come about by itself whenever threads run at the same speed. It is only not left to luck here.

using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Deadlock.TryLocks;

/// <summary>A lock of which the first tries wait for those of the other threads. One thread uses it.</summary>
/// <param name="inner">The lock itself, shared.</param>
/// <param name="meeting">Where all threads meet.</param>
/// <param name="rounds">How many tries are made in step.</param>
/// <param name="giveUp">Ends the wait for the others.</param>
public sealed class LockInStep(ILock inner, CyclicBarrier meeting, int rounds, CancellationToken giveUp) : ILock
{
    private readonly List<bool> _tries = [];

    /// <summary>Of each try, whether it got the lock.</summary>
    public IReadOnlyList<bool> Tries => _tries;

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => inner.IsHeldByCurrentThread;

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default) => inner.Acquire(cancel);

    /// <inheritdoc/>
    public bool TryAcquire()
    {
        var isInStep = _tries.Count < rounds;
        if (isInStep) meeting.SignalAndWait(giveUp);  // [before]
        var gotIt = inner.TryAcquire();
        _tries.Add(gotIt);
        if (isInStep) meeting.SignalAndWait(giveUp);  // [after]
        return gotIt;
    }

    /// <inheritdoc/>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default) => inner.TryAcquire(timeout, cancel);

    /// <inheritdoc/>
    public void Release() => inner.Release();
}
