// Turns from nothing but locks, each released by the thread that acquired it. Two threads need three locks: each thread always
// holds one, a third is free, and the free one wanders. Whoever holds lock k begins when it has lock k - 1 as well.
//
//      numbers                 letters                lock 0     lock 1     lock 2
//      claims 0                claims 1               numbers    letters    -
//      takes 2, writes 12                             numbers    letters    numbers
//      lets go of 0            (waits for 0)          -          letters    numbers
//      (waits for 1)           takes 0, writes A      letters    letters    numbers
//                              lets go of 1           letters    -          numbers
//      takes 1, writes 34                             letters    numbers    numbers
//
//   I1  While party p has no turn it holds exactly one lock, _mine[p]; during its turn it holds the one before that too.
//   I2  The lock before mine belongs to the one whose turn comes before mine, until that turn is over.
//
// I2 must hold from the start: hence nobody takes a second lock before all have claimed their first.
// With n parties it takes n + 1 locks: the lock before mine is then the one that I need for my next turn.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>Turns with locks alone.</summary>
/// <remarks>A lock belongs to a thread, so here each party must be one and the same thread all the time. It ends with a lock
/// in its hand.</remarks>
/// <param name="parties">How many there are, at least 1.</param>
[DebuggerDisplay("{_claimed.Count} still to claim a lock")] // takes no lock
public sealed class LockTurns(int parties) : ITurns
{
    private readonly ParkingMutex[] _locks = [.. Enumerable.Range(0, parties + 1).Select(_ => new ParkingMutex())];
    private readonly int?[] _mine = new int?[parties]; // entry p is touched by the thread of party p only
    private readonly CountDownLatch _claimed = new(parties);

    /// <inheritdoc/>
    public void Await(int party, CancellationToken cancel = default)
    {
        if (_mine[party] is null) Claim(party, cancel);
        _locks[Before(_mine[party]!.Value)].Acquire(cancel); // [await] until the one before me lets go
    }

    /// <inheritdoc/>
    public void Pass(int party)
    {
        var done = _mine[party]!.Value;
        _mine[party] = Before(done);
        _locks[done].Release(); // [pass]
    }

    private void Claim(int party, CancellationToken cancel)
    {
        _locks[party].Acquire(cancel);
        _mine[party] = party;
        _claimed.CountDown();
        _claimed.Wait(cancel);
    }

    private int Before(int number) => (number + parties) % (parties + 1);
}
