using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli.Assigned.Greeters;

[Exercise(802, "greeter", "Greeter", Points = 2)]
public static class Demo
{
    public static void Run(Stage stage) => stage.WriteLine(new Greeter().Greet("Ada"));
}
