namespace Workbook.Examples.Cli;

/// <summary>Ends a command with one line on standard error and an exit code.</summary>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;
}
