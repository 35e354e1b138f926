// fails: who passes another's turn is refused, and it does not move
// Pass looks whose turn it is before it takes the lock: of two that pass the same turn both find it theirs, and it moves by two.
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
        using var wake = cancel.Register(WakeAll);
        lock (_lock)
        {
            while (_turn != party)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }
        }
    }

    public void Pass(int party)
    {
        Require(party);
        if (_turn != party) throw new InvalidOperationException($"It is the turn of party {_turn}.");
        lock (_lock)
        {
            _turn = (_turn + 1) % Parties;
            Monitor.PulseAll(_lock);
        }
    }

    private void WakeAll()
    {
        lock (_lock) Monitor.PulseAll(_lock);
    }

    private void Require(int party)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(party);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(party, Parties);
    }
}
