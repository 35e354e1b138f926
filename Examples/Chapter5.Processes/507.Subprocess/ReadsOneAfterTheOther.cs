// The mistake: one thread reads the output to its end, and then the errors.
//
//      reader                         program                          pipe of the errors
//                                     writes errors ... 65,536         full
//      waits for output      <----->  waits for room                   nobody reads it
//
// Each waits for the other. Nothing ends it but somebody from outside, who reads the errors: Rescue.

using System.Diagnostics;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Processes.RunningCommands;

/// <summary>Runs a command in the way that hangs.</summary>
/// <remarks>Shutdown: dispose of it; the process is killed, and the reader's pipe with it.</remarks>
public sealed class ReadsOneAfterTheOther : IDisposable
{
    private readonly Process _process;
    private readonly WorkerThread _reader;
    private readonly OneShotLatch _outputHasEnded = new();
    private (int Output, int Errors) _read; // written by the reader and the rescuer, each one half; read after both have ended

    /// <summary>Starts the program and the reader.</summary>
    public ReadsOneAfterTheOther(string program, params IEnumerable<string> arguments)
    {
        _process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _reader = WorkerThread.Start("reads one after the other", () =>
        {
            _read.Output = _process.StandardOutput.ReadToEnd().Length; // [first]
            _outputHasEnded.Open();
            // and then the errors: it does not come to that
        }, background: true);
    }

    /// <summary>The process.</summary>
    public int Id => _process.Id;

    /// <summary>Waits for the end of the output. False: it has not come.</summary>
    public bool Wait(TimeSpan patience, CancellationToken cancel) => _outputHasEnded.Wait(patience, cancel);

    /// <summary>Reads the errors, while the reader still waits for the output, until the program has ended.</summary>
    /// <returns>How much each pipe brought, and the exit code.</returns>
    public (int Output, int Errors, int ExitCode) Rescue()
    {
        _read.Errors = _process.StandardError.ReadToEnd().Length; // [rescue]
        _reader.Join();
        _process.WaitForExit();
        return (_read.Output, _read.Errors, _process.ExitCode);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _reader.Join();
        _process.Dispose();
    }
}
