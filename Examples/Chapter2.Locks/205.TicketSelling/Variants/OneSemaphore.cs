// passes: a semaphore with one permit instead of a lock, and the ledger itself says which ticket is next
namespace Workbook.Examples.Locks.TicketSelling;

public sealed class TicketOffice : ITicketOffice
{
    private readonly SemaphoreSlim _box = new(1, 1);
    private readonly List<Sale> _ledger = [];
    private readonly int _count;
    private readonly Action<Sale>? _onSold;

    public TicketOffice(int count, Action<Sale>? onSold = null)
    {
        if (count < 1) throw new ArgumentOutOfRangeException(nameof(count));
        (_count, _onSold) = (count, onSold);
    }

    public bool TrySell(string window)
    {
        _box.Wait();
        try
        {
            if (_ledger.Count == _count) return false;
            _ledger.Add(new Sale(window, _ledger.Count + 1));
            _onSold?.Invoke(_ledger[^1]);
            return true;
        }
        finally { _box.Release(); }
    }

    public IReadOnlyList<Sale> Ledger
    {
        get
        {
            _box.Wait();
            try { return _ledger.ToArray(); }
            finally { _box.Release(); }
        }
    }
}
