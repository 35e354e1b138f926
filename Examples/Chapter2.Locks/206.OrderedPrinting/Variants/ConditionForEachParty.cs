// passes: a condition for each party, so that a pass wakes one, and the right one
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.OrderedPrinting;

public sealed class TurnTaking : ITurns
{
    private readonly ParkingMutex _mutex = new();
    private readonly ConditionVariable[] _yours;
    private int _turn;

    public TurnTaking(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        Parties = parties;
        _yours = [.. Enumerable.Range(0, parties).Select(_ => new ConditionVariable(_mutex))];
    }

    public int Parties { get; }

    public void Await(int party, CancellationToken cancel = default)
    {
        Require(party);
        using (_mutex.Hold())
        {
            while (_turn != party) _yours[party].Wait(cancel);
        }
    }

    public void Pass(int party)
    {
        Require(party);
        using (_mutex.Hold())
        {
            if (_turn != party) throw new InvalidOperationException($"It is the turn of party {_turn}.");
            _turn = (_turn + 1) % Parties;
            _yours[_turn].Broadcast();
        }
    }

    private void Require(int party)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(party);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(party, Parties);
    }
}
