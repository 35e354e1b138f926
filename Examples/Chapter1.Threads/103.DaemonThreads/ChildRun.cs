// A process, a pipe for what it prints, and one way to its end:
//
//      started ----> prints lines ----> end of the pipe ----> exit code
//                        |
//                        +-- Ctrl+C here, or too late --> killed ----^
//
//   I1  ReadLines returns or throws only after the child has ended, so none is left behind.

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Workbook.Examples.Threads.DaemonThreads;

/// <summary>This program once more, as a child process whose lines are read.</summary>
/// <remarks>For one thread. Shutdown: dispose of it, and the child is gone.</remarks>
[DebuggerDisplay("{ProcessId}")]
internal sealed class ChildRun : IDisposable
{
    private readonly Process _process = new();

    private readonly Lock _lock = new(); // guards:
    private readonly StringBuilder _errors = new();

    /// <summary>Starts the program.</summary>
    /// <param name="arguments">What would be typed after <c>workbook</c>.</param>
    public ChildRun(IReadOnlyList<string> arguments)
    {
        var program = typeof(Demo).Assembly.Location;
        _process.StartInfo = new ProcessStartInfo(Host(), [program, .. arguments])
        {
            RedirectStandardInput = true, // the terminal's keys are not for it
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Progress is recorded for the run that the learner started, not for this one: below a file there is no place for it.
            // And no files for debuggers in the temp directory: a process that is killed would leave them there.
            Environment = { ["WORKBOOK_HOME"] = program, ["DOTNET_EnableDiagnostics"] = "0" },
        };
        _process.ErrorDataReceived += (_, line) => { lock (_lock) _errors.AppendLine(line.Data); };
        _process.Start();
        ProcessId = _process.Id;
        _process.StandardInput.Close();
        _process.BeginErrorReadLine(); // read in the background, or a full pipe would hold up the child
    }

    /// <summary>The child, as the system calls it.</summary>
    public int ProcessId { get; }

    /// <summary>Hands over each line that the child prints, until it has ended. Blocks until then.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the child has been killed.</exception>
    /// <exception cref="TimeoutException">It ran for longer than <paramref name="atMost"/>, and has been killed.</exception>
    /// <exception cref="InvalidOperationException">It failed; the message has what it wrote to standard error.</exception>
    public void ReadLines(Action<string> onLine, TimeSpan atMost, CancellationToken cancel)
    {
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            limit.CancelAfter(atMost);
            using var kill = limit.Token.Register(_process.Kill); // of a process that has ended it is no error
            while (_process.StandardOutput.ReadLine() is { } line) onLine(line);
            _process.WaitForExit(); // I1
            cancel.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"process {ProcessId} did not end within {atMost.TotalSeconds:0} s; it was killed.");
        }
        if (_process.ExitCode == 0) return;
        string errors;
        lock (_lock) errors = _errors.ToString().Trim();
        throw new InvalidOperationException($"process {ProcessId} ended with exit code {_process.ExitCode}: {errors}");
    }

    /// <summary>Kills the child if it still runs.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The <c>dotnet</c> that runs this process, wherever it is; the process may be another program than ours.</summary>
    private static string Host()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var besideTheRuntime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..", name));
        return File.Exists(besideTheRuntime) ? besideTheRuntime : name;
    }
}
