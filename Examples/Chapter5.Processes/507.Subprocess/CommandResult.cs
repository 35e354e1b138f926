namespace Workbook.Examples.Processes.RunningCommands;

/// <summary>What became of a command.</summary>
/// <param name="ExitCode">What it returned; .NET says 128 and the number of the signal for one that was killed.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
/// <param name="TimedOut">Whether it took too long, and was killed.</param>
/// <param name="OutputOutlivedIt">Whether others held its outputs open for longer than the grace.</param>
public sealed record CommandResult(int ExitCode, string Output, string Errors, bool TimedOut, bool OutputOutlivedIt);
