using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli.Assigned.Counters;

[Exercise(801, "counter", "Counter", Points = 10)]
public static class Demo
{
    public static void Run(Stage stage, [Option("how many numbers", 1, 100)] int numbers = 3)
    {
        INumbers counter = new Counter();
        for (var i = 0; i < numbers; i++) stage.WriteLine($"number {counter.Next()}");
    }
}
