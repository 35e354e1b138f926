using System.CommandLine;
using System.CommandLine.Invocation;

namespace Workbook.Examples.Cli;

/// <summary>The usual help, then the examples of a <see cref="Verb"/>.</summary>
internal sealed class HelpWithExample(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        var examples = parseResult.CommandResult.Command switch
        {
            Verb verb => verb.Examples,
            _ => ["workbook show 205", "workbook run 205"],
        };
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var example in examples) output.WriteLine($"  {example}");
        output.WriteLine();
        return ExitCode.Fine;
    }
}
