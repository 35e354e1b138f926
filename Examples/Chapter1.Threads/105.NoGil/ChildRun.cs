// This program once more, as a child process that does one part:
//
//      parent (the thread of this part)             child
//      starts it ---------------------------------> boots .NET, reads its options      <- the start-up cost
//      reads its output to the end                  does the part, prints one line
//      <------------------------------------------- ends
//
// Shutdown: Run returns only when the child has ended. Cancellation and the time limit kill it, with whatever it started;
// that also ends the two reads, since the pipes then have no writer.

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbook.Examples.Threads.NoGil;

/// <summary>One part of a job, done by a child process.</summary>
/// <param name="Count">What the child counted.</param>
/// <param name="StartupMs">How long the child lived without working on the part.</param>
public sealed partial record ChildRun(long Count, double StartupMs)
{
    private const int Interrupted = 130; // the exit code of a child that Ctrl+C reached before us
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    /// <summary>Starts the child and blocks until it has ended, for five minutes at most.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the child is gone.</exception>
    /// <exception cref="TimeoutException">The five minutes were over; the child is gone.</exception>
    /// <exception cref="InvalidOperationException">The child did not print what it should have.</exception>
    public static ChildRun Run(IJob job, int part, int parts, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(_limit);

        // The child keeps its record of what was run in here, and not in the learner's own.
        var home = Directory.CreateTempSubdirectory("workbook-105-");
        try { return Run(Command(job, part, parts, home.FullName), limited.Token, cancel); }
        finally { home.Delete(recursive: true); }
    }

    /// <summary>The line that the child prints, and that <see cref="Run(IJob, int, int, CancellationToken)"/> reads.</summary>
    public static string Report(long count, double workedMs) => $"counted {count} in {workedMs:F3} ms";

    private static ChildRun Run(ProcessStartInfo command, CancellationToken limited, CancellationToken cancel)
    {
        var errors = new StringBuilder();
        using var child = new Process { StartInfo = command };
        child.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data); // on a thread of its own, or a child that fills
                                                                              // one pipe while we read the other would hang
        var start = Stopwatch.GetTimestamp();
        child.Start(); // [spawn]
        using var kill = limited.Register(() => child.Kill(entireProcessTree: true));
        child.BeginErrorReadLine();
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit(); // and until the errors are read to the end
        var lifetime = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        cancel.ThrowIfCancellationRequested();
        if (limited.IsCancellationRequested)
            throw new TimeoutException($"A child did not end within {_limit.TotalMinutes} minutes.");
        if (child.ExitCode == Interrupted) throw new OperationCanceledException("The child was interrupted.");
        if (child.ExitCode != 0 || ReportPattern().Match(output) is not { Success: true } report)
            throw new InvalidOperationException($"A child ended with code {child.ExitCode} and said: {output}{errors}".Trim());
        return new ChildRun(long.Parse(report.Groups["count"].Value), lifetime - double.Parse(report.Groups["ms"].Value));
    }

    private static ProcessStartInfo Command(IJob job, int part, int parts, string home)
    {
        // The `dotnet` that runs us: its own folder is three above the one of the class library.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        if (OperatingSystem.IsWindows()) dotnet += ".exe";

        var command = new ProcessStartInfo(File.Exists(dotnet) ? dotnet : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        string[] options = [.. job.Options.Split(' '), "--part", $"{job.Name}:{part + 1}/{parts}"];
        foreach (var argument in (string[])[typeof(ChildRun).Assembly.Location, "run", "105", .. options])
            command.ArgumentList.Add(argument);
        command.Environment["WORKBOOK_HOME"] = home;
        return command;
    }

    [GeneratedRegex(@"counted (?<count>\d+) in (?<ms>[\d.]+) ms")]
    private static partial Regex ReportPattern();
}
