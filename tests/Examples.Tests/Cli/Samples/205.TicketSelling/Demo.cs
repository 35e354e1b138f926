using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli.Samples.TicketSelling;

/// <summary>One option of each kind; it prints what it got.</summary>
[Exercise(205, "ticket-selling", "Ticket selling", Points = 10, Small = "--windows 2 --delay 1ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("How many windows sell", min: 1, max: 100)] int windows = 10,
        [Option("Time that a ticket takes", min: 0, max: 60_000)] int delayMs = 100,
        [Option("The chance of a mistake", min: 0, max: 1)] double chance = 0.5,
        [Option("Sells without a lock")] bool broken = false,
        [Option("Who is served first")] Order order = Order.FirstComeFirstServed,
        [Option("What stands on a ticket")] string label = "T",
        [Option("Repeats a run")] int? seed = null,
        [Option("How many tickets", min: 1)] long tickets = 500)
    {
        stage.WriteLine(FormattableString.Invariant($"{windows} {delayMs} {chance} {broken} {order} {label} {seed?.ToString() ?? "none"} {tickets}"));
    }
}
