// passes: a reader-writer lock, so that any number of readers look at the same time
namespace Workbook.Examples.Locks.LostUpdate;

public sealed class TallyCounter
{
    private readonly ReaderWriterLockSlim _gate = new();
    private Tally _tally;

    public void Add(int amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        _gate.EnterWriteLock();
        try
        {
            _tally = new Tally(_tally.Additions + 1, _tally.Sum + amount, Math.Max(_tally.Largest, amount));
        }
        finally { _gate.ExitWriteLock(); }
    }

    public void AddAll(IEnumerable<int> amounts)
    {
        using var each = amounts.GetEnumerator();
        while (each.MoveNext()) Add(each.Current);
    }

    public Tally Read()
    {
        _gate.EnterReadLock();
        try { return _tally; }
        finally { _gate.ExitReadLock(); }
    }
}
