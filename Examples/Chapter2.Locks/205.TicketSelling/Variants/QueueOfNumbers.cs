// passes: the tickets lie ready in a queue, and a monitor guards both heaps of paper
namespace Workbook.Examples.Locks.TicketSelling;

public sealed class TicketOffice : ITicketOffice
{
    private readonly object _desk = new();
    private readonly Queue<int> _unsold;
    private readonly List<Sale> _sold = [];
    private readonly Action<Sale> _onSold;

    public TicketOffice(int count, Action<Sale>? onSold = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _unsold = new Queue<int>(Enumerable.Range(1, count));
        _onSold = onSold ?? (_ => { });
    }

    public bool TrySell(string window)
    {
        Monitor.Enter(_desk);
        try
        {
            if (!_unsold.TryDequeue(out var ticket)) return false;
            _sold.Add(new Sale(window, ticket));
            _onSold(_sold[^1]);
            return true;
        }
        finally { Monitor.Exit(_desk); }
    }

    public IReadOnlyList<Sale> Ledger
    {
        get { lock (_desk) return new List<Sale>(_sold); }
    }
}
