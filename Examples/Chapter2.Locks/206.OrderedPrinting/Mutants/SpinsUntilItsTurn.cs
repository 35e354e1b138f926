// fails: who waits for its turn sleeps, and does not poll
// Asks again and again whose turn it is, and keeps a core from the one that it waits for.
namespace Workbook.Examples.Locks.OrderedPrinting;

public sealed class TurnTaking : ITurns
{
    private readonly object _lock = new();
    private volatile int _turn;

    public TurnTaking(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        Parties = parties;
    }

    public int Parties { get; }

    public void Await(int party, CancellationToken cancel = default)
    {
        Require(party);
        while (_turn != party) cancel.ThrowIfCancellationRequested();
    }

    public void Pass(int party)
    {
        Require(party);
        lock (_lock)
        {
            if (_turn != party) throw new InvalidOperationException($"It is the turn of party {_turn}.");
            _turn = (_turn + 1) % Parties;
        }
    }

    private void Require(int party)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(party);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(party, Parties);
    }
}
