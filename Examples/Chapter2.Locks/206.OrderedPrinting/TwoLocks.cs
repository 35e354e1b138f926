// The answer that many textbooks give, for locks without an owner. All locks but the first are taken before the start:
//
//      main                 numbers                     letters
//      acquires lock 1
//                           acquires lock 0             acquires lock 1: waits
//                           writes 12
//                           releases lock 1  <- never acquired it
//
// Where a lock has an owner, as nearly everywhere (ours, .NET's, Java's, POSIX mutexes that check), the release is refused.
// Where it has none it is no lock but a semaphore with one permit under another name: then call it that.

using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>Broken: passes the turn by releasing a lock that another thread has acquired.</summary>
public sealed class TwoLocks : ITurns
{
    private readonly ParkingMutex[] _locks;

    /// <param name="parties">How many there are; the calling thread takes the locks of all but the first.</param>
    public TwoLocks(int parties)
    {
        _locks = [.. Enumerable.Range(0, parties).Select(_ => new ParkingMutex())];
        foreach (var later in _locks.Skip(1)) later.Acquire();
    }

    /// <inheritdoc/>
    public void Await(int party, CancellationToken cancel = default) => _locks[party].Acquire(cancel);

    /// <inheritdoc/>
    public void Pass(int party) => _locks[(party + 1) % _locks.Length].Release(); // [refused]
}
