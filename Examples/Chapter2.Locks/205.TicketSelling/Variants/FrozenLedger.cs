// passes: the ledger is never changed but replaced, so that reading it takes no lock
namespace Workbook.Examples.Locks.TicketSelling;

public sealed class TicketOffice : ITicketOffice
{
    private readonly Lock _lock = new();
    private readonly int _count;
    private readonly Action<Sale>? _onSold;
    private volatile Sale[] _ledger = [];

    public TicketOffice(int count, Action<Sale>? onSold = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        (_count, _onSold) = (count, onSold);
    }

    public bool TrySell(string window)
    {
        using (_lock.EnterScope())
        {
            var sold = _ledger;
            if (sold.Length >= _count) return false;
            var sale = new Sale(window, sold.Length + 1);
            _ledger = [.. sold, sale];
            _onSold?.Invoke(sale);
            return true;
        }
    }

    public IReadOnlyList<Sale> Ledger => _ledger;
}
