namespace Workbook.Examples.Locks.TicketSelling;

/// <summary>Looks through a ledger: was every ticket sold, once, in order?</summary>
/// <param name="ledger">The sales in the order in which they were written down.</param>
/// <param name="tickets">How many tickets there were.</param>
public sealed class Audit(IReadOnlyList<Sale> ledger, int tickets)
{
    /// <summary>What each window sold, w1 first.</summary>
    public IEnumerable<(string Window, int Tickets)> PerWindow =>
        ledger.GroupBy(sale => sale.Window).Select(sales => (sales.Key, sales.Count())).OrderBy(row => int.Parse(row.Key[1..]));

    /// <summary>The verdict, a line each.</summary>
    public IEnumerable<string> Findings
    {
        get
        {
            yield return $"{ledger.Count} sales of {tickets} tickets: {(ledger.Count == tickets ? "as many as there were" : $"{Math.Abs(ledger.Count - tickets)} too {(ledger.Count > tickets ? "many" : "few")}")}";

            var twice = ledger.GroupBy(sale => sale.Ticket).Where(sales => sales.Count() > 1).OrderBy(sales => sales.Key).ToList();
            if (twice.Count == 0) yield return "each ticket was sold once";
            foreach (var sales in twice)
                yield return $"T{sales.Key} was sold {(sales.Count() == 2 ? "twice" : $"{sales.Count()} times")}: by {string.Join(" and by ", sales.Select(sale => sale.Window))}";

            var disorder = Enumerable.Range(1, Math.Max(0, ledger.Count - 1)).FirstOrDefault(i => ledger[i].Ticket <= ledger[i - 1].Ticket);
            yield return disorder == 0 ? "in order, T1 first" : $"out of order: T{ledger[disorder].Ticket} came after T{ledger[disorder - 1].Ticket}";
        }
    }
}
