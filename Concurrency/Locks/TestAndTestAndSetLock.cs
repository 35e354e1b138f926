// The word is the lock: 0 = free, otherwise the managed id of the thread that holds it.
//
//      test-and-set:            every waiter writes      the line with _owner travels between the cores all the time
//      test-and-test-and-set:   waiters only read        each reads its own cached copy, until the holder writes
//
//   I1  _owner leaves 0 only by the compare-exchange, so one thread at a time gets it.
//   I2  _owner goes back to 0 only by its owner.
//
// When the holder lets go, all waiters see it at once and rush; the pause that doubles after each lost rush thins them out.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Locks;

/// <summary>A spin lock that looks before it tries, and pauses longer each time it tried in vain. Not fair.</summary>
/// <remarks>For critical sections of some instructions: waiting costs a core. The holder must not block.
/// Anderson, The Performance of Spin Lock Alternatives, IEEE TPDS 1990; Herlihy and Shavit, ch. 7.</remarks>
[DebuggerDisplay("Owner = {_owner}")] // takes no lock; 0 = free
public sealed class TestAndTestAndSetLock : ILock
{
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
        var owner = Interlocked.CompareExchange(ref _owner, me, 0); // [set]
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
        var backoff = new Backoff(); // outlives a lost rush, so each one makes the pauses longer
        while (true)
        {
            // [test] read only, until it looks free
            while (Volatile.Read(ref _owner) != 0)
            {
                cancel.ThrowIfCancellationRequested();
                if (deadline.HasPassed) return false;
                backoff.Wait();
            }
            if (TryAcquire()) return true;
        }
    }
}
