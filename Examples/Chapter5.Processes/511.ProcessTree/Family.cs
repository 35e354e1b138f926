// Below this process, one of each kind:
//
//      workbook ---+--- sh          R   computes, and never stops by itself
//                  +--- sh          S   waits for its own two children
//                  |     +-- sleep  S
//                  |     +-- sleep  S
//                  +--- sleep       T   stopped by a signal
//                  +--- true        Z   has ended, and nobody has reaped it
//                  +--- dotnet      S   a C# function with threads of its own
//
// Shutdown: Dispose kills each with all below it, and reaps it.

using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Genealogy;

/// <summary>Some processes worth looking at.</summary>
/// <remarks>For one thread.</remarks>
[DebuggerDisplay("{_started.Count} processes")]
public sealed class Family : IDisposable
{
    private const int Threads = 5;

    private readonly List<IDisposable> _started = [];
    private readonly Subprocess _parent, _stopped;
    private readonly UnreapedProcess _zombie;
    private readonly ChildProcess _function;

    /// <summary>Starts them all.</summary>
    public Family()
    {
        try
        {
            Started(Subprocess.Start(Quiet("/bin/sh", "-c", "while :; do :; done")));                  // [busy]
            _parent = Started(Subprocess.Start(Quiet("/bin/sh", "-c", "sleep 600 & sleep 601 & wait")));
            _stopped = Started(Subprocess.Start(Quiet("sleep", "602")));
            _stopped.Send(Signal.SIGSTOP);                                                             // [stop]
            _zombie = Started(UnreapedProcess.Start(new Command("true")));                             // [zombie]
            _function = Started(ChildProcess.Start(Sleep, Threads, new ChildOptions { IsDaemon = true }));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Blocks until each is in the state that it was started for.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Await(CancellationToken cancel)
    {
        while (!IsComplete(ProcessTable.Read()))
        {
            cancel.WaitHandle.WaitOne(1);
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in _started) process.Dispose();
        _started.Clear();
    }

    private bool IsComplete(ProcessTable table) =>
        table.ChildrenOf(_parent.Id).Count(process => process.Name == "sleep") == 2
        && table[_stopped.Id] is { State: 'T' }
        && table[_zombie.Id] is { IsZombie: true }
        && table[_function.Id] is { } function && function.Threads > Threads;

    // Runs in the child.
    private static void Sleep(int threads)
    {
        for (var i = 0; i < threads; i++) WorkerThread.Start($"sleeper {i}", Thread.Sleep, Timeout.Infinite, background: true);
        Thread.Sleep(Timeout.Infinite);
    }

    private static Command Quiet(string program, params string[] arguments) =>
        new(program, arguments) { Output = StreamTarget.Null, Error = StreamTarget.Null };

    private T Started<T>(T process) where T : IDisposable
    {
        _started.Add(process);
        return process;
    }
}
