// fails: who is cancelled gives up, and no turn is lost
// Await returns with the lock and Pass lets go of it: during a turn the others wait at the lock, and cannot be cancelled there.
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
        if (Monitor.IsEntered(_lock)) return;
        Monitor.Enter(_lock);
        try
        {
            while (_turn != party)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }
        }
        catch
        {
            Monitor.Exit(_lock);
            throw;
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
        if (Monitor.IsEntered(_lock)) Monitor.Exit(_lock); // if it has awaited its turn
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
