using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Locks.TicketSelling;

namespace Workbook.Examples.Tests.Chapter2;

public sealed partial class TicketSellingTests
{
    [GeneratedRegex(@"^w(\d+) ---- T(\d+)$")]
    private static partial Regex SaleLine { get; }

    private static string[] Run(int windows, int tickets, bool broken = false)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), windows, tickets, delayMs: 0, broken);
        return output.ToString().Split('\n', StringSplitOptions.TrimEntries);
    }

    private static List<(int Window, int Ticket)> Sales(string[] lines) =>
        [.. lines.Select(line => SaleLine.Match(line)).Where(match => match.Success)
            .Select(match => (int.Parse(match.Groups[1].Value), int.Parse(match.Groups[2].Value)))];

    [Fact]
    public void Run_sells_every_ticket_once_and_prints_them_in_order()
    {
        var sales = Sales(Run(windows: 10, tickets: 500));
        Assert.Equal(Enumerable.Range(1, 500), sales.Select(sale => sale.Ticket));
        Assert.All(sales, sale => Assert.InRange(sale.Window, 1, 10));
    }

    [Fact]
    public void Run_counts_in_its_table_what_each_window_sold()
    {
        var lines = Run(windows: 3, tickets: 50);
        var sold = Sales(lines).CountBy(sale => sale.Window).ToDictionary();
        var table = lines.Select(line => Regex.Match(line, @"^w(\d+)\s+(\d+)$")).Where(match => match.Success)
            .ToDictionary(match => int.Parse(match.Groups[1].Value), match => int.Parse(match.Groups[2].Value));
        Assert.Equal(sold.OrderBy(row => row.Key), table.OrderBy(row => row.Key));
    }

    [Fact]
    public void Run_ends_with_what_the_audit_found()
    {
        var lines = Run(windows: 4, tickets: 100);
        Assert.Equal(["100 sales of 100 tickets: as many as there were", "each ticket was sold once", "in order, T1 first", ""], lines[^4..]);
    }

    [Fact]
    public void Run_broken_sells_the_first_ticket_twice_every_time()
    {
        for (var i = 0; i < 50; i++)
        {
            var lines = Run(windows: 2, tickets: 1, broken: true);
            Assert.Equal([1, 1], Sales(lines).Select(sale => sale.Ticket));
            Assert.Contains(lines, line => line is "T1 was sold twice: by w1 and by w2" or "T1 was sold twice: by w2 and by w1");
            Assert.Contains("2 sales of 1 tickets: 1 too many", lines);
        }
    }

    [Fact]
    public void Run_broken_by_one_window_is_refused()
    {
        var refusal = Assert.Throws<BadOptionException>(() => Run(windows: 1, tickets: 5, broken: true));
        Assert.Equal("--windows", refusal.Option);
    }

    [Fact]
    public void Run_that_is_interrupted_ends_and_leaves_no_window_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var firstSale = new OneShotLatch();
        var output = new SignallingWriter(firstSale);
        var main = new WorkerThread("main", () => Demo.Run(new Stage(output, cancel: interrupt.Token), 3, 100_000, delayMs: 10_000));
        main.Start();
        Assert.True(firstSale.Wait(TimeSpan.FromSeconds(10)));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(TimeSpan.FromSeconds(10)));
        var perWindow = Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions;
        Assert.Equal(3, perWindow.Count); // all joined, so all gone
        Assert.All(perWindow, window => Assert.IsAssignableFrom<OperationCanceledException>(window.InnerException));
    }

    [Fact]
    public void An_office_that_is_sold_out_sells_nothing_more()
    {
        var office = new TicketOffice(1);
        Assert.True(office.TrySell("w1"));
        Assert.False(office.TrySell("w2"));
        Assert.False(office.TrySell("w1"));
        Assert.Equal([new Sale("w1", 1)], office.Ledger);
    }

    [Fact]
    public void An_office_without_tickets_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new TicketOffice(0));

    [Fact]
    public void The_ledger_is_a_copy_that_later_sales_do_not_change()
    {
        var office = new TicketOffice(2);
        office.TrySell("w1");
        var before = office.Ledger;
        office.TrySell("w1");
        Assert.Single(before);
    }

    [Fact]
    public void OnSold_is_called_in_the_order_of_the_sales()
    {
        var seen = new List<int>(); // no lock: the office's own keeps the calls apart
        var office = new TicketOffice(20_000, sale => seen.Add(sale.Ticket));
        var group = new ThreadGroup();
        for (var number = 1; number <= 4; number++)
        {
            var window = $"w{number}";
            group.Start(window, () => { while (office.TrySell(window)) { } });
        }
        group.Join();
        Assert.Equal(Enumerable.Range(1, 20_000), seen);
        Assert.Equal(Enumerable.Range(1, 20_000), office.Ledger.Select(sale => sale.Ticket));
    }

    [Fact]
    public void The_audit_names_what_is_wrong_with_a_ledger()
    {
        Assert.Equal(
            ["3 sales of 4 tickets: 1 too few", "T2 was sold twice: by w1 and by w3", "out of order: T2 came after T2"],
            new Audit([new("w1", 2), new("w3", 2), new("w1", 4)], tickets: 4).Findings);
    }

    // Tells when the demo has printed its first line, so that the test interrupts it while it runs.
    private sealed class SignallingWriter(OneShotLatch firstLine) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            firstLine.Open();
        }
    }
}
