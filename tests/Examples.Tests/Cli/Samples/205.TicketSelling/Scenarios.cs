using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli.Samples.TicketSelling;

public static class Scenarios
{
    [Scenario("two windows count what they sell")]
    public static void Counted() => Sell(static counter => Interlocked.Increment(ref counter.Value));

    [Scenario("nobody sells anything")]
    public static void Nothing() => Sell(static _ => { });

    [Scenario("a sale is not counted", Fails = true)]
    public static void Lost() => Sell(static counter => counter.Value++);

    public static void NoScenario() => throw new InvalidOperationException("not marked");

    private static void Sell(Action<Counter> sell)
    {
        var counter = new Counter();
        Thread w1 = new(() => sell(counter)) { Name = "w1" }, w2 = new(() => sell(counter)) { Name = "w2" };
        w1.Start();
        w2.Start();
        w1.Join();
        w2.Join();
        Require.That(counter.Value is 0 or 2, "both sales are counted");
    }

    private sealed class Counter
    {
        public int Value;
    }
}
