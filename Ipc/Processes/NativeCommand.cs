using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Processes;

/// <summary>A command on Linux: posix_spawn, pipes, a pidfd, one thread that polls them.</summary>
[DebuggerDisplay("{Id}")]
internal sealed class NativeCommand : IRunningCommand
{
    private readonly Command _command;
    private readonly SpawnedCommand _spawned;

    /// <param name="command">What to run.</param>
    /// <param name="keepsInputOpen">Whether the caller writes the input, through <see cref="Input"/>.</param>
    public NativeCommand(Command command, bool keepsInputOpen)
    {
        _command = command;
        _spawned = SpawnedCommand.Start(command, feedsInput: keepsInputOpen || !command.Input.IsEmpty);
        if (!keepsInputOpen) return; // then no stream is wanted: Exchange reads the pipes itself
        Input = StreamOf(_spawned.Input, FileAccess.Write);
        Output = StreamOf(_spawned.Output, FileAccess.Read);
        Error = StreamOf(_spawned.Error, FileAccess.Read);
    }

    public int Id => _spawned.Process.Id;

    public Stream? Input { get; }

    public Stream? Output { get; }

    public Stream? Error { get; }

    public ExitStatus? Status => _spawned.Process.WaitForEnd(TimeSpan.Zero) ? Reaped() : null;

    public bool IsTreeAlive => _spawned.Process.IsTreeAlive;

    public bool Wait(Deadline deadline, CancellationToken cancel) => _spawned.Process.WaitForEnd(deadline, cancel);

    public (bool TimedOut, bool OutputOutlivedIt) Exchange(
        OutputSink output, OutputSink error, Deadline deadline, CancellationToken cancel)
    {
        var exchange = new PipeExchange(_spawned, _command.Input, output, error);
        return exchange.Run(deadline, _command.OutputGrace, cancel);
    }

    public void Send(Signal signal) => _spawned.Process.Send(signal);

    public bool AskToEnd()
    {
        _spawned.Process.SendToGroup(Signal.SIGTERM);
        return true;
    }

    public void KillTree() => _spawned.Process.KillTree();

    public void Dispose()
    {
        _spawned.Process.Dispose();
        foreach (var stream in new[] { Input, Output, Error })
        {
            try { stream?.Dispose(); }
            catch (IOException)
            {
                // nobody is left to read what was still to be written
            }
        }
        _spawned.Input?.Dispose();
        _spawned.Output?.Dispose();
        _spawned.Error?.Dispose();
    }

    private ExitStatus Reaped() => _spawned.Process.Reap() ?? throw new InvalidOperationException(
        $"How process {Id} ended is not known: this process ignores SIGCHLD, so the kernel has not kept it. Start without that.");

    private static FileStream? StreamOf(SafeFileHandle? pipe, FileAccess access) =>
        pipe is null ? null : new FileStream(pipe, access, bufferSize: 0);
}
