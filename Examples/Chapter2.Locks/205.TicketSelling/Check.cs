// Compiled together with the learner's file. Each check is a small scenario that must hold under every interleaving; two windows
// and two tickets are enough, since whatever goes wrong with ten and five hundred goes wrong here, in some interleaving.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.TicketSelling;

[NeverPolls("a window that has to wait sleeps neither nor spins", Points = 1,
    Explains = "A window waits by sleeping for a while or by asking again and again; it should be woken when it is its turn.")]
public static class Check
{
    [Check("no ticket is sold twice", Points = 2,
        Explains = "Two windows sold the same ticket: both looked before either had taken it.")]
    public static void No_ticket_twice()
    {
        var office = new TicketOffice(3);
        SellOut(office);
        foreach (var sales in office.Ledger.GroupBy(sale => sale.Ticket))
            Must.Hold(sales.Count() == 1, $"T{sales.Key} was sold twice: by {string.Join(" and by ", sales.Select(sale => sale.Window))}");
    }

    [Check("every ticket is sold, in the order of the numbers", Points = 2,
        Explains = "The ledger must be T1, T2, ... Tn: a ticket is missing in it, is there twice, or stands before a smaller one.")]
    public static void All_in_order()
    {
        var office = new TicketOffice(3);
        SellOut(office);
        Must.EqualSequence([1, 2, 3], office.Ledger.Select(sale => sale.Ticket), "the tickets in the ledger");
    }

    [Check("of two who want the last ticket one gets it", Points = 1,
        Explains = "TrySell returns true for a sale and false when sold out, and nobody is told that there is a ticket when there is none.")]
    public static void Last_ticket()
    {
        var office = new TicketOffice(1);
        var (first, second) = (false, false);
        Together.Run(("w1", () => first = office.TrySell("w1")), ("w2", () => second = office.TrySell("w2")));
        Must.Hold(first || second, "there was a ticket, and nobody got it");
        Must.Hold(!(first && second), "there was one ticket, and both windows were told that they had sold it");
        Must.Hold(!office.TrySell("w3"), "sold out, and a later call of TrySell returned true");
        Must.Equal(1, office.Ledger.Count, "the number of sales of one ticket");
    }

    [Check("onSold is told each sale once, in order", Points = 1,
        Explains = "onSold must be called once a sale, and T1 before T2: two windows called it in another order than they had sold in.")]
    public static void Told_in_order()
    {
        var told = new List<int>(); // onSold is called by one window at a time, or this is a race
        var office = new TicketOffice(2, sale => told.Add(sale.Ticket));
        Together.Run(("w1", () => office.TrySell("w1")), ("w2", () => office.TrySell("w2")));
        Must.EqualSequence([1, 2], told, "onSold was told");
    }

    [Check("the ledger can be read meanwhile", Points = 1,
        Explains = "Whoever reads Ledger must see the sales so far, T1 first without a gap, in a list that no later sale changes.")]
    public static void Ledger_meanwhile()
    {
        var office = new TicketOffice(2);
        void Read()
        {
            var seen = office.Ledger;
            Must.EqualSequence(Enumerable.Range(1, seen.Count), seen.Select(sale => sale.Ticket), "the ledger, read meanwhile");
        }
        Together.Run(("w1", () => office.TrySell("w1")), ("reader", Read));
        SellAll(office, "w2");
        Must.Equal(2, office.Ledger.Count, "the number of sales");
    }

    // Not too much: w1 serves its customer until w2 has sold. An office that is taken for as long as a customer is served never
    // gets there, and the explorer tells the deadlock.
    [Check("a window that serves a customer holds up nobody", Points = 1,
        Explains = "After TrySell has returned, the other windows must be able to sell: something is still held.")]
    public static void Serving_holds_up_nobody()
    {
        var office = new TicketOffice(3);
        using var otherHasSold = new ManualResetEventSlim();
        void ServesForLong()
        {
            office.TrySell("w1");
            otherHasSold.Wait();
            office.TrySell("w1");
        }
        void Sells()
        {
            office.TrySell("w2");
            otherHasSold.Set();
        }
        Together.Run(("w1", ServesForLong), ("w2", Sells));
    }

    [Check("less than one ticket is refused", Points = 1,
        Explains = "The constructor must throw ArgumentOutOfRangeException for a count below 1.")]
    public static void Count_is_checked()
    {
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new TicketOffice(0), "new TicketOffice(0)");
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new TicketOffice(-1), "new TicketOffice(-1)");
        Must.Hold(new TicketOffice(1).TrySell("w1"), "an office with one ticket did not sell it");
    }

    // A sale each at the same time; what is left goes when both have gone home.
    private static void SellOut(TicketOffice office)
    {
        Together.Run(("w1", () => office.TrySell("w1")), ("w2", () => office.TrySell("w2")));
        SellAll(office, "w3");
    }

    private static void SellAll(TicketOffice office, string window)
    {
        while (office.TrySell(window)) { }
    }
}
