// Two windows and two tickets are enough: whatever goes wrong with ten and five hundred goes wrong here, in some interleaving.
//
//      workbook explore 205             every interleaving of the right office holds
//      workbook explore 205 --wrong     one of the unlocked office does not, and which

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.TicketSelling;

/// <summary>What holds of a ticket office, whichever window comes first.</summary>
public static class Scenarios
{
    [Scenario("two windows sell two tickets, each once and in order")]
    public static void TwoWindowsTwoTickets() => SellOut(new TicketOffice(2));

    [Scenario("two windows want the last ticket, and one gets it")]
    public static void LastTicket()
    {
        var office = new TicketOffice(1);
        var (first, second) = (false, false);
        Thread w1 = new(() => first = office.TrySell("w1")) { Name = "w1" };
        Thread w2 = new(() => second = office.TrySell("w2")) { Name = "w2" };
        w1.Start();
        w2.Start();
        w1.Join();
        w2.Join();
        Require.That(first != second);
        Require.That(office.Ledger.Count == 1);
        Require.That(!office.TrySell("w3"));
    }

    [Scenario("who looks into the ledger meanwhile sees the first tickets, without a gap")]
    public static void LedgerMeanwhile()
    {
        var office = new TicketOffice(2);
        Thread window = new(() => { while (office.TrySell("w1")) { } }) { Name = "w1" };
        window.Start();
        RequireOrder(office.Ledger);
        window.Join();
        Require.That(office.Ledger.Count == 2);
    }

    [Scenario("without the lock a ticket is sold twice", Fails = true)]
    public static void Unlocked() => SellOut(new UnlockedTicketOffice(2));

    private static void SellOut(ITicketOffice office)
    {
        Thread w1 = new(() => { while (office.TrySell("w1")) { } }) { Name = "w1" };
        Thread w2 = new(() => { while (office.TrySell("w2")) { } }) { Name = "w2" };
        w1.Start();
        w2.Start();
        w1.Join();
        w2.Join();
        Require.That(office.Ledger.Count == 2);
        RequireOrder(office.Ledger);
    }

    private static void RequireOrder(IReadOnlyList<Sale> ledger)
    {
        for (var i = 0; i < ledger.Count; i++) Require.That(ledger[i].Ticket == i + 1, $"sale {i + 1} is of T{i + 1}");
    }
}
