// A plain lock, and a count of how often its holder has come in:
//
//      walker                  _lock          _depth
//      Acquire                 walker's         1
//        Acquire               walker's         2      the plain lock is not touched
//        Release               walker's         1      still the walker's
//      Release                 free             0      now another may have it
//
//   I1  _depth >= 1 while somebody holds _lock, and 0 while it is free.
//   I2  Only the holder of _lock touches _depth, so it needs nothing else to guard it.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReentrantLocks;

/// <summary>A mutual-exclusion lock that its holder may acquire again, and must release as often.</summary>
/// <remarks>Any thread may call any member.</remarks>
[DebuggerDisplay("Depth = {_depth}")] // takes no lock
public sealed class NestingLock
{
    private readonly ParkingMutex _lock = new(); // guards:
    private int _depth;

    /// <summary>How often the calling thread has acquired it and not yet released it; 0 for everybody but the holder.</summary>
    public int Depth => _lock.IsHeldByCurrentThread ? _depth : 0;

    /// <summary>Blocks until no other thread holds the lock, and takes it; for its holder, counts one more and does not
    /// wait.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held it; nothing has changed.</exception>
    public void Acquire(CancellationToken cancel = default)
    {
        if (!_lock.IsHeldByCurrentThread) _lock.Acquire(cancel); // [first]
        _depth++;                                                // [count] from here on it is ours alone
    }

    /// <summary>Takes back one acquire; the last one lets others in.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold it; nothing has changed.</exception>
    public void Release()
    {
        if (!_lock.IsHeldByCurrentThread)
            throw new SynchronizationLockException(
                "Release by a thread that does not hold the lock; release it once per acquire, on the same thread.");
        Debug.Assert(_depth >= 1, "I1");
        if (--_depth == 0) _lock.Release();                      // [last] after that the count may be another's
    }
}
