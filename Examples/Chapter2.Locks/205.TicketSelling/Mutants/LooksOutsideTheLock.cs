// fails: of two who want the last ticket one gets it
// Looks without the lock and takes within it: another window may have taken the last ticket in between.
namespace Workbook.Examples.Locks.TicketSelling;

public sealed class TicketOffice : ITicketOffice
{
    private readonly object _lock = new();
    private readonly List<Sale> _ledger = [];
    private readonly int _count;
    private readonly Action<Sale>? _onSold;
    private volatile int _next = 1;

    public TicketOffice(int count, Action<Sale>? onSold = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (_count, _onSold) = (count, onSold);
    }

    public bool TrySell(string window)
    {
        if (_next > _count) return false;
        lock (_lock)
        {
            var sale = new Sale(window, _next++);
            _ledger.Add(sale);
            _onSold?.Invoke(sale);
        }
        return true;
    }

    public IReadOnlyList<Sale> Ledger { get { lock (_lock) return [.. _ledger]; } }
}
