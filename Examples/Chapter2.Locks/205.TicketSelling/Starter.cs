namespace Workbook.Examples.Locks.TicketSelling;

/// <summary>Sells numbered tickets over many windows, each ticket once, in order.</summary>
public sealed class TicketOffice : ITicketOffice
{
    private readonly int _count;
    private readonly Action<Sale>? _onSold;
    private readonly List<Sale> _ledger = [];
    private int _next = 1;

    /// <param name="count">How many tickets there are, at least 1: T1 to Tn.</param>
    /// <param name="onSold">Called once for each sale, in the order of the sales.</param>
    public TicketOffice(int count, Action<Sale>? onSold = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (_count, _onSold) = (count, onSold);
    }

    /// <summary>Sells the next ticket, if one is left.</summary>
    /// <returns>False when sold out; nothing has changed then.</returns>
    public bool TrySell(string window)
    {
        // TODO: another window may come in between any two of these lines.
        if (_next > _count) return false;
        var sale = new Sale(window, _next);
        _next++;
        _ledger.Add(sale);
        _onSold?.Invoke(sale);
        return true;
    }

    /// <summary>All sales so far, in order; a copy, which later sales do not change.</summary>
    public IReadOnlyList<Sale> Ledger => [.. _ledger];
}
