namespace Workbook.Examples.Locks.TicketSelling;

/// <summary>Looks through a ledger: was every ticket sold, once, in order?</summary>
/// <param name="ledger">The sales in the order in which they were written down.</param>
/// <param name="tickets">How many tickets there were.</param>
public sealed class Audit(IReadOnlyList<Sale> ledger, int tickets)
{
    /// <summary>What each window sold, w1 first.</summary>
    public IEnumerable<(string Window, int Tickets)> PerWindow =>
        ledger.CountBy(sale => sale.Window).Select(row => (row.Key, row.Value)).OrderBy(row => int.Parse(row.Key[1..]));

    /// <summary>The verdict, a line each.</summary>
    public IEnumerable<string> Findings
    {
        get
        {
            var surplus = ledger.Count - tickets;
            yield return $"{ledger.Count} sales of {tickets} tickets: "
                + (surplus == 0 ? "as many as there were" : $"{Math.Abs(surplus)} too {(surplus > 0 ? "many" : "few")}");

            var byTicket = ledger.GroupBy(sale => sale.Ticket);
            var twice = byTicket.Where(sales => sales.Count() > 1).OrderBy(sales => sales.Key).ToList();
            if (twice.Count == 0) yield return "each ticket was sold once";
            foreach (var sales in twice)
            {
                var times = sales.Count() == 2 ? "twice" : $"{sales.Count()} times";
                yield return $"T{sales.Key} was sold {times}: by {string.Join(" and by ", sales.Select(sale => sale.Window))}";
            }

            var (before, after) = ledger.Zip(ledger.Skip(1)).FirstOrDefault(pair => pair.Second.Ticket <= pair.First.Ticket);
            yield return after is null ? "in order, T1 first" : $"out of order: T{after.Ticket} came after T{before.Ticket}";
        }
    }
}
