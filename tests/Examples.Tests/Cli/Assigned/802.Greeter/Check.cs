using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli.Assigned.Greeters;

public static class Check
{
    [Check("it says hello", Points = 2, Explains = "The greeting is Hello, a comma, a blank and the name.")]
    public static void Says_hello() => Must.Equal("Hello, Ada", new Greeter().Greet("Ada"), "the greeting");
}
