using Spectre.Console;
using Workbook.Examples.Cli;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli;

/// <summary>A learner's directory, and the command in it, in this process.</summary>
internal sealed class World : IDisposable
{
    private static readonly Catalogue _samples = new(typeof(SampleProgram).Assembly);

    public string Home { get; } = Directory.CreateTempSubdirectory("workbook-test-").FullName;

    public string ProgressPath => Path.Combine(Home, "work", "progress.json");

    public Catalogue Catalogue { get; init; } = _samples;

    public CancellationToken Cancel { get; init; }

    public Func<Needs, string?> Lacks { get; init; } = _ => null;

    /// <summary>Opens a file in a browser, or says why there is none.</summary>
    public Func<string, string?> OpenBrowser { get; init; } = _ => "there is no display";

    /// <summary>Draws in a terminal of this width; 0 for redirected output.</summary>
    public int TerminalWidth { get; init; }

    /// <summary>Runs one command line.</summary>
    public (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var session = new Session(Catalogue, output, error,
            name => name == "WORKBOOK_HOME" ? Home : null, TerminalWidth == 0 ? null : () => Terminal(output))
        {
            Interruptible = () => Cancel,
            Lacks = Lacks,
            OpenBrowser = OpenBrowser,
        };
        return (CommandLine.Run(arguments, session), output.ToString(), error.ToString());
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);

    private IAnsiConsole Terminal(TextWriter output)
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        terminal.Profile.Width = TerminalWidth;
        return terminal;
    }
}
