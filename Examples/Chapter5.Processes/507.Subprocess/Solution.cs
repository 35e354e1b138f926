// Three pipes, and a thread of its own for each:
//
//      "writes input"  ---- pipe ---->  0
//      "reads output"  <--- pipe -----  1   the program
//      "reads errors"  <--- pipe -----  2
//      the caller      waits for the end, no longer than the timeout
//
// A pipe holds 65,536 bytes; then whoever writes into it waits until somebody has read. With one thread for all three there is
// always a program that writes into the pipe that the thread does not read at the moment, and the two wait for each other.
//
//   I1  Run returns or throws only after the process has ended. On every way out but its own end, it is killed, with all that is
//       below it.
//   I2  A reader appends under the lock of its buffer, and the caller copies under it: a reader may still be at work when Run
//       returns, because what the program has left running holds the pipe open. It is a background thread, and ends with the
//       pipe.

using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Processes.RunningCommands;

/// <summary>Runs one command, as often as asked: feeds it, captures what it writes, ends it in time.</summary>
/// <remarks>Any thread may call any member.</remarks>
[DebuggerDisplay("{_program,nq}")]
public sealed class CommandRunner
{
    private static readonly TimeSpan _forever = System.Threading.Timeout.InfiniteTimeSpan;

    private readonly string _program;
    private readonly string[] _arguments;

    /// <param name="program">A path, or a name to be looked for in PATH.</param>
    /// <param name="arguments">One by one; no shell reads them.</param>
    public CommandRunner(string program, params IEnumerable<string> arguments)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(program);
        (_program, _arguments) = (program, [.. arguments]);
    }

    /// <summary>What the program reads, in UTF-8, and then the end of input.</summary>
    public string Input { get; init; } = "";

    /// <summary>When it is over, the program is killed with all that is below it: its children, theirs, and so on. One whose
    /// parent has ended before is below nobody.</summary>
    public TimeSpan Timeout { get; init; } = _forever;

    /// <summary>How long to wait, after the end of the program, for others that hold its outputs open.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Runs it, and waits for its end.</summary>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; it is gone, with all that was below it.</exception>
    public CommandResult Run(CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        using var process = Start();
        StringBuilder output = new(), errors = new();
        WorkerThread[] readers =
        [
            WorkerThread.Start("reads output", () => Read(process.StandardOutput, output), background: true),  // [output]
            WorkerThread.Start("reads errors", () => Read(process.StandardError, errors), background: true),   // [errors]
        ];
        var writer = WorkerThread.Start("writes input", () => Write(process.StandardInput), background: true); // [input]

        var inTime = false;
        try
        {
            using (cancel.Register(() => process.Kill(entireProcessTree: true))) inTime = process.WaitForExit(Timeout); // [wait]
        }
        finally // I1
        {
            if (!inTime)
                process.Kill(entireProcessTree: true); // [kill]
            process.WaitForExit(_forever);
        }
        cancel.ThrowIfCancellationRequested();

        var grace = Stopwatch.StartNew();
        var outlived = false;
        foreach (var worker in readers.Append(writer)) // [grace]
            outlived |= !worker.Join(grace.Elapsed < Grace ? Grace - grace.Elapsed : TimeSpan.Zero, cancel);
        return new CommandResult(process.ExitCode, Copy(output), Copy(errors), TimedOut: !inTime, outlived);
    }

    private Process Start()
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(_program, _arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
            },
        };
        try
        {
            process.Start();
            return process;
        }
        catch (Win32Exception refused)
        {
            process.Dispose();
            throw new FileNotFoundException(
                $"There is no program '{_program}' that could be run: {refused.Message}.", _program, refused);
        }
    }

    private static void Read(StreamReader from, StringBuilder to)
    {
        var buffer = new char[16_384];
        try
        {
            int count;
            while ((count = from.Read(buffer, 0, buffer.Length)) > 0)
                lock (to) to.Append(buffer, 0, count); // I2
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // the caller has gone, and closed it
        }
    }

    private void Write(StreamWriter to)
    {
        try
        {
            to.Write(Input);
            to.Close(); // the end of input
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // a program that does not want it all: head is one
        }
    }

    private static string Copy(StringBuilder text)
    {
        lock (text) return text.ToString(); // I2
    }
}
