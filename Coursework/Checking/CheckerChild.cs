using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Text;
using System.Text.Json;

namespace Workbook.Coursework.Checking;

/// <summary>A child process that checks, and the pipes to it.</summary>
/// <remarks>Shutdown: killing the child ends its pipes, and with them the three threads that read from it, which are
/// joined.</remarks>
internal sealed class CheckerChild : IDisposable
{
    private const int Patience = 50; // ms between two looks at the memory
    private const int Farewell = 2_000; // ms for a process whose pipe has ended to end, and for its last words to be read

    // One at a time: a child that is started while another's pipe is open for inheriting would keep that open, and the end of the
    // other child would not end its pipe.
    private static readonly Lock _starting = new();

    private readonly Process _process;
    private readonly AnonymousPipeServerStream _pipe;
    private readonly Limits _limits;
    private readonly Thread _reader;
    private readonly BlockingCollection<CheckerMessage?> _messages = []; // null: no more
    private readonly Thread _output, _errors;
    private readonly BoundedText _lastWords;
    private (string Kind, string Why)? _killedFor;

    private CheckerChild(Process process, AnonymousPipeServerStream pipe, Limits limits)
    {
        (_process, _pipe, _limits) = (process, pipe, limits);
        _lastWords = new BoundedText(limits.Output);
        _output = Started("output of the checker", () => Drain(process.StandardOutput, null));
        _errors = Started("errors of the checker", () => Drain(process.StandardError, _lastWords));
        _reader = Started("results of the checker", Read);
    }

    /// <summary>Whether it did not end by itself.</summary>
    public bool IsKilled => _killedFor is not null;

    public static CheckerChild Start(IReadOnlyList<string> command, Limits limits)
    {
        lock (_starting) return StartAlone(command, limits);
    }

    private static CheckerChild StartAlone(IReadOnlyList<string> command, Limits limits)
    {
        var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        try
        {
            var start = new ProcessStartInfo(command[0], [.. command.Skip(1), pipe.GetClientHandleAsString()])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                UseShellExecute = false,
            };
            start.Environment["DOTNET_GCHeapHardLimit"] = limits.Heap.ToString("x", CultureInfo.InvariantCulture);
            start.Environment["DOTNET_TieredPGO"] = "0";      // it lives too briefly for a profile to pay
            start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
            var process = Process.Start(start)!;
            pipe.DisposeLocalCopyOfClientHandle(); // or the end of the child would not end the pipe
            return new CheckerChild(process, pipe, limits);
        }
        catch (Exception e)
        {
            pipe.Dispose();
            if (e is System.ComponentModel.Win32Exception) throw new IOException($"{command[0]} cannot be started: {e.Message}", e);
            throw;
        }
    }

    public void Send(CheckJob job)
    {
        _lastWords.Clear(); // what the candidate before has printed explains nothing
        var needed = job.Assignment with { Mutants = [], Variants = [], Statement = "", Hints = "", After = "" };
        var bare = job with { Assignment = needed };
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(bare, CheckerJson.Default.CheckJob));
            _process.StandardInput.Flush();
        }
        catch (IOException) { } // it is dead, and Receive will say so
    }

    /// <summary>The next message. Blocks until it is there.</summary>
    /// <returns>Null: there are no more, because the child has ended or was killed.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the child is killed.</exception>
    public CheckerMessage? Receive(TimeSpan patience, CancellationToken cancel)
    {
        var until = Stopwatch.GetTimestamp() + (long)(Math.Max(0, patience.TotalSeconds) * Stopwatch.Frequency);
        while (true)
        {
            if (_messages.TryTake(out var message, Patience)) return message;
            if (cancel.IsCancellationRequested)
            {
                Kill("interrupted", "interrupted");
                cancel.ThrowIfCancellationRequested();
            }
            if (Stopwatch.GetTimestamp() > until)
                Kill("hung", $"it was not done after {_limits.Time.TotalSeconds:0} s, and was stopped: "
                    + "is there a loop that does not end, or takes very long?");
            else if (Memory() > _limits.Memory)
                Kill("memory", string.Create(CultureInfo.InvariantCulture,
                    $"it took more than {_limits.Memory >> 20:N0} MB of memory, and was stopped: ")
                    + "is there something that grows without end?");
            if (_killedFor is not null) return null;
        }
    }

    /// <summary>Waits for the end of a job that brings no more results.</summary>
    public void ReceiveDone(CancellationToken cancel)
    {
        while (Receive(_limits.Time, cancel) is { Done: false }) { }
    }

    /// <summary>Why it is dead: a word for programs, and a sentence.</summary>
    public (string Kind, string Why) CauseOfDeath()
    {
        if (_killedFor is { } cause) return cause;
        if (!_process.WaitForExit(Farewell)) return Crash.Of(-1, _lastWords.ToString());
        _errors.Join(Farewell);
        return Crash.Of(_process.ExitCode, _lastWords.ToString());
    }

    public void Dispose()
    {
        Kill("disposed", "it is not needed any more");
        try { _process.StandardInput.Dispose(); } catch (IOException) { }
        _process.WaitForExit();
        foreach (var thread in (Thread[])[_reader, _output, _errors]) thread.Join();
        _pipe.Dispose();
        _process.Dispose();
        _messages.Dispose();
    }

    private void Read()
    {
        using var reader = new StreamReader(_pipe, Encoding.UTF8);
        try
        {
            while (reader.ReadLine() is { } line)
                _messages.Add(JsonSerializer.Deserialize(line, CheckerJson.Default.CheckerMessage));
        }
        catch (Exception e) when (e is IOException or JsonException or ObjectDisposedException) { } // cut in the middle: it was killed
        _messages.Add(null);
    }

    // In blocks, and not in lines: a line may have no end.
    private static void Drain(StreamReader from, BoundedText? to)
    {
        var block = new char[4096];
        try
        {
            while (from.Read(block, 0, block.Length) is > 0 and var count) to?.Add(block.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException) { }
    }

    private static Thread Started(string name, Action body)
    {
        var thread = new Thread(() => body()) { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    }

    private long Memory()
    {
        try
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
        catch (InvalidOperationException) { return 0; } // it has ended
    }

    private void Kill(string kind, string why)
    {
        _killedFor ??= (kind, why);
        try { _process.Kill(entireProcessTree: true); }
        catch (InvalidOperationException) { } // it has ended by itself
    }
}
