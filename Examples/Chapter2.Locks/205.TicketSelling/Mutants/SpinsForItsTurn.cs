// fails: a window that has to wait sleeps neither nor spins
// A flag instead of a lock: right, but who waits asks again and again, and keeps a core from those it waits for.
namespace Workbook.Examples.Locks.TicketSelling;

public sealed class TicketOffice : ITicketOffice
{
    private readonly List<Sale> _ledger = [];
    private readonly int _count;
    private readonly Action<Sale>? _onSold;
    private int _taken;
    private int _next = 1;

    public TicketOffice(int count, Action<Sale>? onSold = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (_count, _onSold) = (count, onSold);
    }

    public bool TrySell(string window)
    {
        while (Interlocked.Exchange(ref _taken, 1) == 1) { }
        try
        {
            if (_next > _count) return false;
            var sale = new Sale(window, _next++);
            _ledger.Add(sale);
            _onSold?.Invoke(sale);
            return true;
        }
        finally { Volatile.Write(ref _taken, 0); }
    }

    public IReadOnlyList<Sale> Ledger
    {
        get
        {
            while (Interlocked.Exchange(ref _taken, 1) == 1) { }
            try { return [.. _ledger]; }
            finally { Volatile.Write(ref _taken, 0); }
        }
    }
}
