using Spectre.Console;
using Workbook.Examples.Cli;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli;

/// <summary>A learner's directory, and the command in it, in this process.</summary>
internal sealed class World : IDisposable
{
    private static readonly Catalogue _samples = new(typeof(SampleProgram).Assembly.GetTypes().Where(IsSample));

    /// <summary>The samples, and two exercises that can be assigned: 801 and 802.</summary>
    public static Catalogue WithAssigned { get; } = new(typeof(SampleProgram).Assembly);

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
        return (CommandLine.Run(arguments, Session(output, error, () => () => null)), output.ToString(), error.ToString());
    }

    /// <summary>Begins one that goes on until a key ends it.</summary>
    public RunningCommand Start(params string[] arguments) =>
        new((output, error, keys) => CommandLine.Run(arguments, Session(output, error, keys)));

    public void Dispose() => Directory.Delete(Home, recursive: true);

    private Session Session(TextWriter output, TextWriter error, Func<Func<char?>> keys) => new(Catalogue, output, error,
        name => name == "WORKBOOK_HOME" ? Home : null, TerminalWidth == 0 ? null : () => Terminal(output))
    {
        Interruptible = () => Cancel,
        Lacks = Lacks,
        OpenBrowser = OpenBrowser,
        Checker = ["dotnet", typeof(SampleProgram).Assembly.Location, .. CheckerHost.Command.TakeLast(1)],
        Keys = keys,
    };

    private static bool IsSample(Type type) => type.Namespace?.Contains(".Cli.Samples.", StringComparison.Ordinal) == true;

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
