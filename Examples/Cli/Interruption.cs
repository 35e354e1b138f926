// The first Ctrl+C asks, the second ends:
//
//      running ---- Ctrl+C, SIGTERM ----> asked: the token fires, the demo unwinds ---- again ----> ended, exit code 130

using System.Runtime.InteropServices;

namespace Workbook.Examples.Cli;

/// <summary>Listens for Ctrl+C and SIGTERM, until it is disposed of.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt, _terminate;
    private int _asked; // 0 -> 1 once, by Interlocked.Exchange in Ask

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>From now on a signal ends the process, as it would have without this type.</summary>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        // Not the source: a thread that a demo left behind may still wait for its token.
    }

    private void Ask(PosixSignalContext signal)
    {
        signal.Cancel = true; // the signal shall not end the process; the demo does, in its own time
        if (Interlocked.Exchange(ref _asked, 1) == 1)
        {
            Console.Error.WriteLine("interrupted");
            Console.SetError(TextWriter.Null); // what becomes of threads in the middle of their work is no news
            Environment.Exit(ExitCode.Interrupted);
        }
        _source.Cancel();
    }
}
