using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli.Samples.StartAndJoin;

/// <summary>A demonstration without options, statement or hints.</summary>
[Exercise(101, "start-and-join", "Start and join")]
public static class Demo
{
    public static void Run(Stage stage) => stage.WriteLine("joined");
}
