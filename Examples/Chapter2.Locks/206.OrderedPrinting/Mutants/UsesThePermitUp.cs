// fails: in its turn a party goes on at once, the second time too
// Await takes the permit away that says whose turn it is: who asks once more in its turn waits for itself.
namespace Workbook.Examples.Locks.OrderedPrinting;

public sealed class TurnTaking : ITurns
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim[] _permit;
    private int _turn;

    public TurnTaking(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        Parties = parties;
        _permit = [.. Enumerable.Range(0, parties).Select(party => new SemaphoreSlim(party == 0 ? 1 : 0))];
    }

    public int Parties { get; }

    public void Await(int party, CancellationToken cancel = default)
    {
        Require(party);
        _permit[party].Wait(cancel);
    }

    public void Pass(int party)
    {
        Require(party);
        lock (_lock)
        {
            if (_turn != party) throw new InvalidOperationException($"It is the turn of party {_turn}.");
            _turn = (_turn + 1) % Parties;
            _permit[_turn].Release();
        }
    }

    private void Require(int party)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(party);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(party, Parties);
    }
}
