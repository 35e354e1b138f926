// The child. Handlers run on threads of the runtime's, beside main, and not in the middle of its instructions as in C: they may
// lock, write, wait. What they change, main sees in _mayStart and _shallStop.
//
//      main:       "ready" ... waits for SIGHUP ... piece 1, piece 2, ... asked to stop? "tidies up", returns
//      handlers:   each tells its signal; SIGTERM and SIGINT ask; a second one ends the process
//
// Cancel = true is the answer to the kernel's default: not the end of the process, I have dealt with it.

using System.Runtime.InteropServices;
using Workbook.Concurrency.Signals;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Ipc.PoliteEnds;

/// <summary>What the child process does.</summary>
internal static class Worker
{
    private static readonly OneShotLatch _mayStart = new(), _shallStop = new();
    private static int _asked; // 0 -> 1 once, by Interlocked.Exchange in Ask

    /// <summary>Installs the handlers, works until it is asked to stop, and returns.</summary>
    public static void Run(int pieceMs, Habit habit)
    {
        using var user1 = On(Signal.SIGUSR1, () => Tell("SIGUSR1: hello"));
        using var user2 = On(Signal.SIGUSR2, StartAChild);
        using var child = On(Signal.SIGCHLD, () => Tell("SIGCHLD: a child of mine has ended"));
        using var hangUp = On(Signal.SIGHUP, _mayStart.Open);
        using var terminate = On(Signal.SIGTERM, () => Ask("SIGTERM"));  // [handler]
        using var interrupt = On(Signal.SIGINT, () => Ask("SIGINT"));
        Tell("ready");
        _mayStart.Wait();
        for (var piece = 1; !_shallStop.IsOpen; piece++) // [between] the only place where it stops
        {
            Tell($"begins piece {piece}");
            Thread.Sleep(habit == Habit.NeverFinishes ? Timeout.Infinite : pieceMs);
            Tell($"finishes piece {piece}");
        }
        Tell("tidies up");
    }

    private static PosixSignalRegistration On(Signal signal, Action handler) =>
        PosixSignalRegistration.Create((PosixSignal)Signals.NumberOf(signal), context => // [number] the enum lacks some names
        {
            context.Cancel = true;
            handler();
        });

    private static void Ask(string signal)
    {
        if (Interlocked.Exchange(ref _asked, 1) == 1)
        {
            Tell($"{signal} again: ends at once");
            Environment.Exit(130); // [again]
        }
        Tell($"{signal}: will stop");
        _shallStop.Open();
    }

    private static void StartAChild()
    {
        using var child = UnreapedProcess.Start(new Command("true"));
        child.Reap();
    }

    private static void Tell(string line) => Console.WriteLine(line); // synchronised, and flushed at each line's end
}
