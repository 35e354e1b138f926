using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli.Samples.Waiting;

public static class Scenarios
{
    [Scenario("it cannot be looked through")]
    public static void Starts() => System.Diagnostics.Process.GetCurrentProcess();

    [Scenario("it was said to fail, and does not", Fails = true)]
    public static void Holds() { }
}
