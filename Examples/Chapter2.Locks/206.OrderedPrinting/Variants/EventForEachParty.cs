// passes: an event for each party that stays set for as long as it has the turn; it is asked, never used up
namespace Workbook.Examples.Locks.OrderedPrinting;

public sealed class TurnTaking : ITurns
{
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim[] _hasTurn;
    private int _turn;

    public TurnTaking(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        Parties = parties;
        _hasTurn = [.. Enumerable.Range(0, parties).Select(party => new ManualResetEventSlim(party == 0))];
    }

    public int Parties { get; }

    public void Await(int party, CancellationToken cancel = default)
    {
        Require(party);
        _hasTurn[party].Wait(cancel);
    }

    public void Pass(int party)
    {
        Require(party);
        lock (_lock)
        {
            if (_turn != party) throw new InvalidOperationException($"It is the turn of party {_turn}.");
            _hasTurn[_turn].Reset();
            _turn = (_turn + 1) % Parties;
            _hasTurn[_turn].Set();
        }
    }

    private void Require(int party)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(party);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(party, Parties);
    }
}
