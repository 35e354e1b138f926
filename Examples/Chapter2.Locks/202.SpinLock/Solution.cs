// Two counters, as on the wall of an office with a number machine:
//
//      _serving = 7                 _next = 10
//          v                           v
//          7        8        9        10
//       holds it  spins    spins    the next to come
//
//   I1  The thread with the number _serving holds the lock, or is about to see that it does. Free: _serving == _next.
//   I2  Each number is drawn once, and answered: a thread that has drawn one waits until it is served.
//   I3  _serving and _owner are written by the holder only.
//
// I2 makes the order of arrival the order of service. It is also why TryAcquire draws no number unless it is served at once:
// nobody would answer to it, and the line would stop there for ever.

using System.Diagnostics;

namespace Workbook.Examples.Locks.SpinLocks;

/// <summary>A spin lock that serves in the order of arrival.</summary>
/// <remarks>Any thread may call any member. Waiting costs a core, so hold it for some instructions, not for more.
/// Mellor-Crummey and Scott, Algorithms for Scalable Synchronization, ACM TOCS 1991.</remarks>
[DebuggerDisplay("Serving = {_serving}, Next = {_next}, Owner = {_owner}")] // takes no lock
public sealed class TicketSpinLock
{
    private const int Pause = 16, LooksPerTurn = 8; // Thread.SpinWait units; looks between two offers of the core

    private int _next;    // by Interlocked in Acquire and TryAcquire
    private int _serving; // Volatile.Write in Release pairs with Volatile.Read in Acquire and TryAcquire
    private int _owner;   // managed thread id, 0 = nobody; for the refusals only

    /// <summary>How many have drawn a number and are not served yet; stale by the time it returns.</summary>
    public int Waiting => Math.Max(0, Volatile.Read(ref _next) - Volatile.Read(ref _serving) - 1);

    private bool IsMine => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    /// <summary>Takes the lock, spinning until all who came before have had it.</summary>
    /// <exception cref="LockRecursionException">The calling thread holds it already; nothing has changed.</exception>
    public void Acquire()
    {
        if (IsMine) throw new LockRecursionException("This thread holds the lock already; release it first.");
        var number = Interlocked.Increment(ref _next) - 1;           // [draw]
        for (var looks = 1; Volatile.Read(ref _serving) != number; looks++) // [look]
        {
            // The holder, or the one before us, may have no core to run on: then it is ours that it needs.
            if (looks % LooksPerTurn == 0) Thread.Yield();
            else Thread.SpinWait(Pause);
        }
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
    }

    /// <summary>Takes the lock if it is free and nobody is in the line. Never waits.</summary>
    public bool TryAcquire()
    {
        var serving = Volatile.Read(ref _serving);
        if (Interlocked.CompareExchange(ref _next, serving + 1, serving) != serving) return false;
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
        return true;
    }

    /// <summary>Gives the lock to the next in the line, if there is one.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold it; nothing has changed.</exception>
    public void Release()
    {
        if (!IsMine) throw new SynchronizationLockException("This thread does not hold the lock; release it where it is held.");
        Volatile.Write(ref _owner, 0);                               // before the other: afterwards it is the next holder's
        Volatile.Write(ref _serving, _serving + 1);                  // [serve]
    }
}
