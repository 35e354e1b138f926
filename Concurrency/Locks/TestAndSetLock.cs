// The simplest lock there is. The word is the lock: 0 = free, otherwise the managed id of the thread that holds it.
//
//      core 1  holds          core 2  waits            core 3  waits
//                             try: write it? no        try: write it? no
//                             try: write it? no        try: write it? no
//              release: where is the word? Not here, the others have carried it off.
//
// Each try is a compare-exchange, and a compare-exchange asks for the cache line for writing, also when it fails. So the
// line travels from waiter to waiter all the time, and the holder's release has to queue for it. Compare
// TestAndTestAndSetLock: one more line of code, [test], and the waiters read their own copies instead.
//
//   I1  _owner leaves 0 only by the compare-exchange, so one thread at a time gets it.
//   I2  _owner goes back to 0 only by its owner.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Locks;

/// <summary>A spin lock that tries, and tries again. Not fair; the slowest of all when several wait.</summary>
/// <remarks>To learn from; TestAndTestAndSetLock does the same better. Waiting costs a core.
/// Anderson, The Performance of Spin Lock Alternatives, IEEE TPDS 1990; Herlihy and Shavit, ch. 7.2.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class TestAndSetLock : ILock
{
    private const int TriesPerTurn = 64; // between two offers of the core: the holder may have lost its own

    private int _owner; // CompareExchange in TryAcquire (acquire) pairs with Volatile.Write in Release (release)

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default)
    {
        if (!TryAcquire()) Spin(Deadline.Never, cancel);
    }

    /// <inheritdoc/>
    public bool TryAcquire()
    {
        var me = Environment.CurrentManagedThreadId;
        var owner = Interlocked.CompareExchange(ref _owner, me, 0);
        if (owner == me) Misuse.RecursiveAcquire();
        return owner == 0;
    }

    /// <inheritdoc/>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        return TryAcquire() || Spin(deadline, cancel);
    }

    /// <inheritdoc/>
    public void Release()
    {
        if (!IsHeldByCurrentThread) Misuse.ReleaseByNonOwner();
        Volatile.Write(ref _owner, 0);
    }

    private bool Spin(Deadline deadline, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            cancel.ThrowIfCancellationRequested();
            if (deadline.HasPassed) return false;
            if (tries % TriesPerTurn == 0) Thread.Yield();
            if (TryAcquire()) return true;
        }
    }

    private string Display => _owner == 0 ? "free" : $"held by thread {_owner}";
}
