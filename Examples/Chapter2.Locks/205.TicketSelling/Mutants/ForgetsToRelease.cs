// fails: of two who want the last ticket one gets it
// Returns from the middle without giving the semaphore back: whoever comes after the last ticket waits for ever.
namespace Workbook.Examples.Locks.TicketSelling;

public sealed class TicketOffice : ITicketOffice
{
    private readonly SemaphoreSlim _free = new(1, 1);
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
        _free.Wait();
        if (_next > _count) return false;
        var sale = new Sale(window, _next++);
        _ledger.Add(sale);
        _onSold?.Invoke(sale);
        _free.Release();
        return true;
    }

    public IReadOnlyList<Sale> Ledger
    {
        get
        {
            _free.Wait();
            try { return [.. _ledger]; }
            finally { _free.Release(); }
        }
    }
}
