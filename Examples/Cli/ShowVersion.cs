using System.CommandLine;
using System.CommandLine.Invocation;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook --version</c>.</summary>
internal sealed class ShowVersion : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"workbook {typeof(ShowVersion).Assembly.GetName().Version!.ToString(3)}");
        return ExitCode.Fine;
    }
}
