namespace Workbook.Examples.Tests.Cli.Assigned.Greeters;

public sealed class Greeter
{
    public string Greet(string name) => "TODO";
}
