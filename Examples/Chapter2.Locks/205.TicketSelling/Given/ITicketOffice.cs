namespace Workbook.Examples.Locks.TicketSelling;

/// <summary>Where the windows get their tickets: the right office and the broken one, so that the demo can run either.</summary>
public interface ITicketOffice
{
    /// <summary>Sells the next ticket, if one is left.</summary>
    /// <returns>False when sold out; nothing has changed then.</returns>
    bool TrySell(string window);

    /// <summary>All sales so far, in the order in which the tickets went.</summary>
    IReadOnlyList<Sale> Ledger { get; }
}
