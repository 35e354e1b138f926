// fails: no ticket is sold twice
// Every call makes a new lock, which nobody else can hold: a lock excludes only those who use the same one.
namespace Workbook.Examples.Locks.TicketSelling;

public sealed class TicketOffice : ITicketOffice
{
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
        lock (new object())
        {
            if (_next > _count) return false;
            var sale = new Sale(window, _next++);
            _ledger.Add(sale);
            _onSold?.Invoke(sale);
            return true;
        }
    }

    public IReadOnlyList<Sale> Ledger { get { lock (new object()) return [.. _ledger]; } }
}
