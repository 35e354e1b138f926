// One number says whose turn it is, and everybody else sleeps:
//
//      party 0            party 1            party 2           _turn
//      Await: mine        Await: sleeps      Await: sleeps       0
//      writes
//      Pass                                                      1    wakes both
//      Await: sleeps      mine               not mine: sleeps    1
//                         writes
//                         Pass                                   2    wakes both
//
//   I1  0 <= _turn < Parties.
//   I2  Only the party whose turn it is moves _turn, and only to the next: so nobody's turn is skipped or taken twice.
//   I3  Nobody sleeps through his turn: who moves _turn wakes all, and each looks again.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>Lets a fixed number of parties take turns, with a mutex and a condition.</summary>
/// <remarks>Any thread may speak for a party. A party that stays away holds up all the others.</remarks>
[DebuggerDisplay("Turn = {_turn} of {Parties}")] // takes no lock
public sealed class TurnTaking : ITurns
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _turnMoved;
    private int _turn;

    /// <param name="parties">How many there are, at least 1; party 0 begins.</param>
    public TurnTaking(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        Parties = parties;
        _turnMoved = new ConditionVariable(_mutex);
    }

    /// <summary>How many take turns: 0 to Parties - 1.</summary>
    public int Parties { get; }

    /// <summary>Blocks until it is <paramref name="party"/>'s turn; returns at once if it is already.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such party.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before it was its turn.</exception>
    public void Await(int party, CancellationToken cancel = default)
    {
        Require(party);
        using (_mutex.Hold(cancel))
        {
            while (_turn != party)            // [look] again after each wake-up: the turn may be another's
                _turnMoved.Wait(cancel);      // [wait] lets go of the mutex while it sleeps
        }
    }

    /// <summary>Ends the turn of <paramref name="party"/>. Never blocks for long.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such party.</exception>
    /// <exception cref="InvalidOperationException">It is not its turn; nothing has changed.</exception>
    public void Pass(int party)
    {
        Require(party);
        using (_mutex.Hold())
        {
            if (_turn != party)
                throw new InvalidOperationException($"Party {party} passes the turn of party {_turn}; call Await before Pass.");
            _turn = (_turn + 1) % Parties;    // [pass]
            _turnMoved.Broadcast();           // all: a single signal could go to one whose turn it is not
        }
    }

    private void Require(int party)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(party);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(party, Parties);
    }
}
