// main                      w1 ... w10                                 the office
//   starts the windows
//                           sell the next ticket, if there is one      one at a time
//                           serve the customer (--delay)               all at the same time
//                           ... until sold out
//   joins them, and audits the ledger

using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.TicketSelling;

[Exercise(205, "ticket-selling", "Ticket selling", Points = 10, Small = "--tickets 40 --delay 1ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("windows that sell at the same time", 1, 100)] int windows = 10,
        [Option("tickets to sell, T1 to Tn", 1, 100_000)] int tickets = 500,
        [Option("time that a window takes to serve a customer", 0, 10_000)] int delayMs = 100,
        [Option("sell without a lock, and see a ticket sold twice")] bool broken = false)
    {
        if (broken && windows < 2)
            throw new BadOptionException("--windows", "with --broken there must be at least 2: one window races with nobody");

        void Print(Sale sale) => stage.WriteLine($"{sale.Window} ---- T{sale.Ticket}");
        ITicketOffice office = broken ? new UnlockedTicketOffice(tickets, Print, stage.Cancel) : new TicketOffice(tickets, Print);

        var group = new ThreadGroup();
        for (var number = 1; number <= windows; number++)
        {
            var window = $"w{number}";
            group.Start(window, () =>
            {
                while (office.TrySell(window)) // [sell]
                    stage.Sleep(delayMs);      // [serve] outside the lock: ten customers are served at the same time
            });
        }
        group.Join(); // what the windows wrote is visible from here on

        var audit = new Audit(office.Ledger, tickets);
        stage.WriteLine();
        stage.Table("sold per window", ["window", "tickets"],
            audit.PerWindow.Select(row => (string[])[row.Window, $"{row.Tickets}"]));
        foreach (var line in audit.Findings) stage.WriteLine(line);
    }
}
