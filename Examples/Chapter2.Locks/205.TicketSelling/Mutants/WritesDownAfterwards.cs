// fails: every ticket is sold, in the order of the numbers
// The number is taken in one critical section and written down in the next: T2 may be in the ledger before T1.
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
        Sale sale;
        lock (_lock)
        {
            if (_next > _count) return false;
            sale = new Sale(window, _next++);
        }
        lock (_lock)
        {
            _ledger.Add(sale);
            _onSold?.Invoke(sale);
        }
        return true;
    }

    public IReadOnlyList<Sale> Ledger { get { lock (_lock) return [.. _ledger]; } }
}
