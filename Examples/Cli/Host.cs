using System.Reflection;
using System.Text;
using Spectre.Console;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary>The command as a process: its console, its environment and its signals.</summary>
internal static class Host
{
    /// <summary>Runs one command, for a <c>Main</c> to return. Does not return after a failure, but ends the process.</summary>
    /// <param name="arguments">What was written after the program's name.</param>
    /// <param name="exercises">The program that holds the exercises.</param>
    public static int Run(string[] arguments, Assembly exercises)
    {
        if (CheckerHost.IsMeant(arguments)) return CheckerHost.Run(arguments);
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = Encoding.UTF8; // elsewhere it is already

        var isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        var interruption = new Lazy<Interruption>(); // most commands are over before anyone could press Ctrl+C
        var session = new Session(new Catalogue(exercises), Console.Out, Console.Error,
            Environment.GetEnvironmentVariable, isTerminal ? OpenTerminal : null)
        {
            Interruptible = () => interruption.Value.Token,
        };

        var exitCode = CommandLine.Run(arguments, session);
        if (interruption.IsValueCreated) interruption.Value.Dispose();

        // Fine: return, so that a demo's foreground threads may finish their work, and Ctrl+C ends them. Otherwise nobody
        // waits for threads that a demo left behind, and what a cancelled wait did to them is no news.
        if (exitCode == ExitCode.Fine) return exitCode;
        if (exitCode == ExitCode.Interrupted) Console.SetError(TextWriter.Null);
        Environment.Exit(exitCode);
        return exitCode;
    }

    private static IAnsiConsole OpenTerminal() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        ColorSystem = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
    });
}
