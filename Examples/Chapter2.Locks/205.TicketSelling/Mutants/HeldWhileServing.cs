// fails: a window that serves a customer holds up nobody
// A window keeps the box until it comes for the next ticket: safe, and ten windows are as slow as one.
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
        if (!Monitor.IsEntered(_lock)) Monitor.Enter(_lock);
        if (_next > _count)
        {
            Monitor.Exit(_lock);
            return false;
        }
        var sale = new Sale(window, _next++);
        _ledger.Add(sale);
        _onSold?.Invoke(sale);
        return true; // until it is sold out, the lock stays with this window
    }

    public IReadOnlyList<Sale> Ledger { get { lock (_lock) return [.. _ledger]; } }
}
