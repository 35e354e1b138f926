using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli.Samples.ThreadStates;

/// <summary>A demonstration that needs what not every machine has.</summary>
[Exercise(104, "thread-states", "Thread states", Needs = Needs.ProcFileSystem)]
public static class Demo
{
    public static void Run(Stage stage) => stage.WriteLine("ready");
}
