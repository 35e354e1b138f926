// fails: three parties take turns, and after the last comes the first
// Takes the wake-up for a promise: of two that are woken by one pass, both go on. With two parties it cannot be seen.
namespace Workbook.Examples.Locks.OrderedPrinting;

public sealed class TurnTaking : ITurns
{
    private readonly object _lock = new();
    private int _turn;

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
            if (_turn != party)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }
        }
    }

    public void Pass(int party)
    {
        Require(party);
        lock (_lock)
        {
            if (_turn != party) throw new InvalidOperationException($"It is the turn of party {_turn}.");
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
