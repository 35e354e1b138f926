// As at a counter with a number machine:
//
//      _serving = 7                 _next = 10
//          v                           v
//          7        8        9        10
//       inside   waiting  waiting   the next to come
//
//   I1  The thread with ticket _serving holds the lock, or is just about to see that it does. Free: _serving == _next.
//   I2  Each ticket is drawn once, and every drawn ticket is served: nobody can put one back.
//   I3  _serving is written by the holder only.
//
// I2 is why first come is first served, and also why a wait that may be given up cannot have a ticket: the line would
// stop for ever at a number that nobody answers to. Such a waiter draws one only when it would be served at once.
// QueueLock is what to use instead: there one can leave the line.
//
// The counters wrap around after 2^32 tickets; only their difference counts.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Locks;

/// <summary>A spin lock that serves in the order of arrival.</summary>
/// <remarks>Waiting costs a core, and a waiter that has lost its core holds up all behind it. First come, first served is
/// for those who wait without a timeout and without a token that can be cancelled; a waiter with either has no place in the
/// line: it gets the lock only at a moment in which nobody waits, and may starve.
/// Mellor-Crummey and Scott, Algorithms for Scalable Synchronization, ACM TOCS 1991.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class TicketLock : ILock
{
    private const int PausePerPlace = 16, LooksPerTurn = 8; // Thread.SpinWait units; looks between two offers of the core

    private int _next;    // by Interlocked
    private int _serving; // Volatile.Write in Release pairs with Volatile.Read in Draw and in TryAcquire
    private int _owner;   // managed thread id, 0 = nobody; written by the holder only

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    /// <summary>Blocks until all that came before have been served, and takes the lock.</summary>
    /// <remarks>With a token that can be cancelled it has no place in the line, and may starve.</remarks>
    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default)
    {
        if (cancel.CanBeCanceled)
        {
            TryAcquire(Timeout.InfiniteTimeSpan, cancel);
            return;
        }
        if (IsHeldByCurrentThread) Misuse.RecursiveAcquire(); // before the draw: a ticket cannot be put back
        var ticket = Interlocked.Increment(ref _next) - 1;
        for (var looks = 1; ; looks++)
        {
            var ahead = ticket - Volatile.Read(ref _serving);
            if (ahead == 0) break;
            Pause(ahead, looks);
        }
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
    }

    /// <inheritdoc/>
    public bool TryAcquire()
    {
        var serving = Volatile.Read(ref _serving);
        if (Interlocked.CompareExchange(ref _next, serving + 1, serving) != serving) // somebody holds it, or waits
        {
            if (IsHeldByCurrentThread) Misuse.RecursiveAcquire();
            return false;
        }
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
        return true;
    }

    /// <summary>Takes the lock at the first moment in which nobody holds it and nobody is in the line, if one comes in time.</summary>
    /// <remarks>It has no place in the line, and may starve.</remarks>
    /// <inheritdoc/>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        for (var looks = 1; !TryAcquire(); looks++)
        {
            cancel.ThrowIfCancellationRequested();
            if (deadline.HasPassed) return false;
            Pause(ahead: Volatile.Read(ref _next) - Volatile.Read(ref _serving), looks);
        }
        return true;
    }

    /// <inheritdoc/>
    public void Release()
    {
        if (!IsHeldByCurrentThread) Misuse.ReleaseByNonOwner();
        Volatile.Write(ref _owner, 0); // before the counter: afterwards it is the next holder's
        Volatile.Write(ref _serving, _serving + 1); // I3
    }

    // The farther from the counter, the less often a look is worth it. All yield: the holder, or the next in line, which
    // alone can go on, may have lost its core to us.
    private static void Pause(int ahead, int looks)
    {
        Thread.SpinWait(Math.Clamp(ahead, 1, 16) * PausePerPlace);
        if (ahead > 1 || looks % LooksPerTurn == 0) Thread.Yield();
    }

    private string Display
    {
        get
        {
            var drawn = _next - _serving;
            return drawn == 0 ? "free" : $"held by thread {_owner}, {drawn - 1} waiting";
        }
    }
}
