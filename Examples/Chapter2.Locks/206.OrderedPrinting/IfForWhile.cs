// TurnTaking with one word changed. Three parties, and the second one is late:
//
//      t1                     t2              t3                        _turn
//                                             not mine: sleeps            0
//      writes, passes                                                     1    wakes all that sleep: t3
//                             (is late)       wakes, does not look        1
//                                             writes   <- t2 was due
//
// With two parties it cannot be seen: who is woken is always the one whose turn it is. It passes its test, until a third comes.
// Left alone, it depends on who comes first. Here the first passes when the last one sleeps; the second comes after that.

using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>Broken: takes a wake-up for a promise that its turn has come.</summary>
public sealed class IfForWhile : ITurns
{
    private readonly int _parties;
    private readonly OneShotLatch _lastSleeps = new(), _lastHasWritten = new();
    private CancellationToken _cancelOfFirst; // touched by the thread of party 0 only

    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _turnMoved;
    private int _turn;

    /// <param name="parties">How many there are, at least 3.</param>
    public IfForWhile(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 3);
        _parties = parties;
        _turnMoved = new ConditionVariable(_mutex);
    }

    /// <inheritdoc/>
    public void Await(int party, CancellationToken cancel = default)
    {
        if (party == 0) _cancelOfFirst = cancel;
        else if (party < _parties - 1) _lastHasWritten.Wait(cancel);
        using (_mutex.Hold(cancel))
        {
            if (party == _parties - 1) _lastSleeps.Open(); // it still holds the mutex: nobody can pass before it sleeps
            if (_turn != party) _turnMoved.Wait(cancel);   // [if]
        }
    }

    /// <inheritdoc/>
    public void Pass(int party)
    {
        if (party == 0) _lastSleeps.Wait(_cancelOfFirst);
        if (party == _parties - 1) _lastHasWritten.Open();
        using (_mutex.Hold())
        {
            _turn = (party + 1) % _parties;
            _turnMoved.Broadcast();
        }
    }
}
