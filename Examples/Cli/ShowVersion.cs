using System.CommandLine;
using System.CommandLine.Invocation;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook --version</c>.</summary>
internal sealed class ShowVersion : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var version = typeof(ShowVersion).Assembly.GetName().Version!.ToString(3);
        parseResult.InvocationConfiguration.Output.WriteLine($"workbook {version}");
        return ExitCode.Fine;
    }
}
