// fails: the ledger can be read meanwhile
// Sells rightly, but gives the list itself away: whoever looks through it does so without the lock, while it grows.
namespace Workbook.Examples.Locks.TicketSelling;

public sealed class TicketOffice : ITicketOffice
{
    private readonly object _lock = new();
    private readonly List<Sale> _ledger = [];
    private readonly int _count;
    private readonly Action<Sale>? _onSold;
    private int _next = 1;

    public TicketOffice(int count, Action<Sale>? onSold = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (_count, _onSold) = (count, onSold);
    }

    public bool TrySell(string window)
    {
        lock (_lock)
        {
            if (_next > _count) return false;
            var sale = new Sale(window, _next++);
            _ledger.Add(sale);
            _onSold?.Invoke(sale);
            return true;
        }
    }

    public IReadOnlyList<Sale> Ledger { get { lock (_lock) return _ledger; } }
}
