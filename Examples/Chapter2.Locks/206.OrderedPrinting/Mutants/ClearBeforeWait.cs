// fails: two parties take turns, whoever comes first
// Looks, and clears its event before it waits, to be on the safe side: it wipes out the turn that was handed on in between.
namespace Workbook.Examples.Locks.OrderedPrinting;

public sealed class TurnTaking : ITurns
{
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim[] _yourTurn;
    private int _turn;

    public TurnTaking(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        Parties = parties;
        _yourTurn = [.. Enumerable.Range(0, parties).Select(_ => new ManualResetEventSlim())];
    }

    public int Parties { get; }

    public void Await(int party, CancellationToken cancel = default)
    {
        Require(party);
        lock (_lock)
        {
            if (_turn == party) return;
        }
        _yourTurn[party].Reset();
        _yourTurn[party].Wait(cancel);
    }

    public void Pass(int party)
    {
        Require(party);
        lock (_lock)
        {
            if (_turn != party) throw new InvalidOperationException($"It is the turn of party {_turn}.");
            _turn = (_turn + 1) % Parties;
            _yourTurn[_turn].Set();
        }
    }

    private void Require(int party)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(party);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(party, Parties);
    }
}
