using Spectre.Console;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary>All that a command touches of the world; a test gives it another one.</summary>
internal sealed class Session
{
    private readonly Lazy<IAnsiConsole?> _terminal;

    /// <param name="catalogue">The exercises.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="environment">The environment variables that the command reads: WORKBOOK_HOME.</param>
    /// <param name="terminal">Makes the terminal to draw in; null where output is redirected.</param>
    public Session(Catalogue catalogue, TextWriter output, TextWriter error,
        Func<string, string?> environment, Func<IAnsiConsole>? terminal = null)
    {
        Catalogue = catalogue;
        Output = output;
        Error = error;
        IsTerminal = terminal is not null;
        _terminal = new Lazy<IAnsiConsole?>(() => terminal?.Invoke()); // not before it is drawn in: it takes time to make
        var home = environment("WORKBOOK_HOME");
        Work = Path.Combine(string.IsNullOrEmpty(home) ? "" : home, "work");
        Progress = new ProgressFile(Work, error);
        Replays = new ReplayFiles(Path.Combine(Work, "replays"));
    }

    public Catalogue Catalogue { get; }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public bool IsTerminal { get; }

    /// <summary>Where a learner works: <c>work</c>, in the current directory or that of WORKBOOK_HOME.</summary>
    public string Work { get; }

    /// <summary>Null where output is redirected.</summary>
    public IAnsiConsole? Terminal => _terminal.Value;

    /// <summary>How many letters a line of a text has at most: those of the terminal, and no more than are easy to
    /// read.</summary>
    public int Width => Math.Min(Terminal?.Profile.Width ?? int.MaxValue, Explorer.Verdicts.Verdict.TextWidth);

    public ProgressFile Progress { get; }

    /// <summary>Interleavings that failed.</summary>
    public ReplayFiles Replays { get; }

    /// <summary>Begins to listen for Ctrl+C, and gives the token that it cancels.</summary>
    public Func<CancellationToken> Interruptible { get; init; } = () => CancellationToken.None;

    /// <summary>Why this machine cannot do what an exercise needs, and how it could; null when it can.</summary>
    public Func<Needs, string?> Lacks { get; init; } = Machine.Lacks;

    /// <summary>Opens a file in a browser, and says why there is none; null when there is.</summary>
    public Func<string, string?> OpenBrowser { get; init; } = Browser.Open;

    /// <summary>The program that checks, in a process of its own, and its arguments up to the handle of its pipe.</summary>
    public IReadOnlyList<string> Checker { get; init; } = CheckerHost.Command;

    /// <summary>Begins to listen to the keyboard, and gives what tells the next key.</summary>
    public Func<Func<char?>> Keys { get; init; } = Cli.Keys.Listen;

    /// <summary>Where tables and charts are drawn.</summary>
    public Stage Stage(CancellationToken cancel = default) => new(Output, Terminal, cancel);

    /// <exception cref="CommandException">There is none of that number or slug.</exception>
    public Exercise Exercise(string name)
    {
        if (Catalogue.Find(name) is { } exercise) return exercise;
        var nearest = Catalogue.Nearest(name);
        throw new CommandException(ExitCode.Refused,
            $"no exercise {name}; {(nearest is null ? "workbook list shows them all" : $"did you mean {nearest.Name}?")}");
    }
}
