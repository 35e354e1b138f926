// System.Diagnostics.Process has a stream for each pipe and no poll for all of them, so each gets a thread:
//
//      "reads output" ---- chunk ----+
//      "reads error"  ---- chunk ----+---- queue of 16 ---- the caller: gives chunks to the sinks
//      Exited event   ---- ended ----+
//      "writes input"
//
//   I1  The queue is bounded: who reads faster than the caller takes waits, and with it the program.
//   I2  The sinks are called by the caller alone.
//
// Shutdown: Dispose kills the tree and closes the streams; the readers end with their pipes, or, where somebody else holds these
// open, when that one ends: they are background threads, and put into a closed queue, which refuses.

using System.ComponentModel;
using System.Diagnostics;
using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Processes;

/// <summary>A command on any system, by <see cref="System.Diagnostics.Process"/>.</summary>
[DebuggerDisplay("{Id}")]
internal sealed class PortableCommand : IRunningCommand
{
    private const int ChunkSize = 65_536;

    private readonly Command _command;
    private readonly bool _keepsInputOpen;
    private readonly Process _process;
    private readonly BoundedBlockingQueue<Chunk> _chunks = new(16);
    private ExitStatus? _final; // set by Dispose; after that nothing asks the Process, which would only complain

    public PortableCommand(Command command, bool keepsInputOpen)
    {
        (_command, _keepsInputOpen) = (command, keepsInputOpen);
        if (command.Directory is { } directory && !Directory.Exists(directory))
            throw new DirectoryNotFoundException($"There is no directory '{directory}' to start '{command.Program}' in.");
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            WorkingDirectory = command.Directory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = command.Output != StreamTarget.Inherit,
            RedirectStandardError = command.Error != StreamTarget.Inherit || command.MergesError,
            CreateNoWindow = true,
        };
        if (command.Environment() is { } variables)
        {
            start.Environment.Clear();
            foreach (var (name, value) in variables) start.Environment[name] = value;
        }
        _process = new Process { StartInfo = start };
        try { _process.Start(); }
        catch (Win32Exception refused) when (refused.NativeErrorCode is 2 or 3) // no such file, no such path
        {
            throw new FileNotFoundException($"There is no program '{command.Program}'.", command.Program, refused);
        }
        catch (Win32Exception refused) when (refused.NativeErrorCode is 5 or 13) // access denied: Windows, Unix
        {
            throw new UnauthorizedAccessException($"'{command.Program}' must not be executed: {refused.Message}", refused);
        }
        Id = _process.Id;
        if (keepsInputOpen) return;
        if (command.Input.IsEmpty) _process.StandardInput.Close();
        else WorkerThread.Start("writes input", Feed, background: true);
    }

    public int Id { get; }

    public ExitStatus? Status => _final ?? (_process.HasExited ? StatusOf(_process.ExitCode) : null);

    public Stream? Input => _keepsInputOpen ? _process.StandardInput.BaseStream : null;

    public Stream? Output => _command.Output == StreamTarget.Pipe ? _process.StandardOutput.BaseStream : null;

    public Stream? Error =>
        _command.Error == StreamTarget.Pipe && !_command.MergesError ? _process.StandardError.BaseStream : null;

    public bool IsTreeAlive => Status is null; // of the others nobody tells

    public bool Wait(Deadline deadline, CancellationToken cancel)
    {
        if (_final is not null) return true;
        // The event first: an end between the look and the registration would never be told.
        using var ended = new ManualResetEventSlim(_process.HasExited);
        void Set(object? sender, EventArgs e) => ended.Set();
        _process.Exited += Set;
        _process.EnableRaisingEvents = true;
        try
        {
            if (_process.HasExited) return true;
            return ended.Wait(deadline.RemainingMilliseconds, cancel);
        }
        finally { _process.Exited -= Set; }
    }

    public (bool TimedOut, bool OutputOutlivedIt) Exchange(
        OutputSink output, OutputSink error, Deadline deadline, CancellationToken cancel)
    {
        var open = 0;
        void Read(string name, Stream from, OutputSink? to)
        {
            open++;
            WorkerThread.Start(name, () => Copy(from, to), background: true);
        }
        if (_command.Output != StreamTarget.Inherit)
            Read("reads output", _process.StandardOutput.BaseStream, _command.Output == StreamTarget.Pipe ? output : null);
        if (_command.MergesError)
            Read("reads error", _process.StandardError.BaseStream, _command.Output == StreamTarget.Pipe ? output : null);
        else if (_command.Error != StreamTarget.Inherit)
            Read("reads error", _process.StandardError.BaseStream, _command.Error == StreamTarget.Pipe ? error : null);
        _process.Exited += (_, _) => TryPut(new Chunk(null, null));
        _process.EnableRaisingEvents = true; // one that has ended before is told too

        var (timedOut, hasEnded) = (false, false);
        while (open > 0 || !hasEnded)
        {
            if (!_chunks.TryTake(out var chunk, TimeSpan.FromMilliseconds(deadline.RemainingMilliseconds), cancel))
            {
                if (hasEnded) break; // the grace is over
                KillTree();
                (timedOut, deadline) = (true, Deadline.Never);
            }
            else if (chunk.Bytes is { Length: > 0 } bytes)
            {
                if (chunk.Sink is { } sink) GiveTo(sink, bytes);
            }
            else if (chunk.Bytes is null)
            {
                (hasEnded, deadline) = (true, Deadline.After(_command.OutputGrace));
            }
            else
            {
                open--;
            }
        }
        output.End();
        error.End();
        return (timedOut, OutputOutlivedIt: open > 0);
    }

    public void Send(Signal signal)
    {
        if (Status is null) Signals.TrySend(Id, signal);
    }

    public bool AskToEnd()
    {
        if (OperatingSystem.IsWindows()) return false;
        Send(Signal.SIGTERM);
        return true;
    }

    public void KillTree() => _process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        if (_final is not null) return;
        _chunks.Close();
        if (!_process.HasExited) KillTree();
        Wait(Deadline.Never, CancellationToken.None);
        _final = Status;
        _process.Dispose();
    }

    private static void GiveTo(OutputSink sink, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = sink.Room;
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            sink.Added(count);
            bytes = bytes[count..];
        }
    }

    // The platform tells of a signal as 128 and its number, as a shell does; a program may return that itself, but hardly any
    // does.
    private static ExitStatus StatusOf(int code) =>
        new(!OperatingSystem.IsWindows() && code is > 128 and < 128 + 65 ? 128 - code : code);

    private void Copy(Stream from, OutputSink? to)
    {
        var buffer = new byte[ChunkSize];
        try
        {
            int count;
            while ((count = from.Read(buffer)) > 0)
                if (!TryPut(new Chunk(to, buffer[..count]))) return;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // closed by Dispose
        }
        TryPut(new Chunk(to, []));
    }

    private void Feed()
    {
        try
        {
            _process.StandardInput.BaseStream.Write(_command.Input.Span);
            _process.StandardInput.Close();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // a program that does not want it all
        }
    }

    private bool TryPut(Chunk chunk) => _chunks.TryPut(chunk, Timeout.InfiniteTimeSpan); // false: closed, the caller has gone

    // Bytes: null for the end of the process, empty for the end of the stream.
    private readonly record struct Chunk(OutputSink? Sink, byte[]? Bytes);
}
