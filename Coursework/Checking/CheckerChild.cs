using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Text;
using System.Text.Json;

namespace Workbook.Coursework.Checking;

/// <summary>A child process that checks, and the pipes to it.</summary>
/// <remarks>Shutdown: killing the child ends its pipes, and with them the two threads that read from it, which are joined.</remarks>
internal sealed class CheckerChild : IDisposable
{
    private const int Patience = 50; // ms between two looks at the memory

    private readonly Process _process;
    private readonly AnonymousPipeServerStream _pipe;
    private readonly Limits _limits;
    private readonly Thread _reader;
    private readonly BlockingCollection<CheckerMessage?> _messages = []; // null: no more
    private readonly BoundedText _printed;
    private string? _killedFor;

    private CheckerChild(Process process, AnonymousPipeServerStream pipe, Limits limits)
    {
        (_process, _pipe, _limits) = (process, pipe, limits);
        _printed = new BoundedText(limits.Output);
        process.OutputDataReceived += (_, line) => _printed.Add(line.Data);
        process.ErrorDataReceived += (_, line) => _printed.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _reader = new Thread(Read) { Name = "results of the checker", IsBackground = true };
        _reader.Start();
    }

    public static CheckerChild Start(IReadOnlyList<string> command, Limits limits)
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
        var bare = job with { Assignment = job.Assignment with { Mutants = [], Variants = [], Statement = "", Hints = "", After = "" } };
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
                Kill("interrupted");
                cancel.ThrowIfCancellationRequested();
            }
            if (Stopwatch.GetTimestamp() > until) Kill($"it was not done after {_limits.Time.TotalSeconds:0} s, and was stopped");
            else if (Memory() > _limits.Memory) Kill($"it took more than {_limits.Memory >> 20:N0} MB of memory, and was stopped");
            if (_killedFor is not null) return null;
        }
    }

    /// <summary>Waits for the end of a job that brings no more results.</summary>
    public void ReceiveDone(CancellationToken cancel)
    {
        while (Receive(_limits.Time, cancel) is { Done: false }) { }
    }

    /// <summary>Why it is dead: a word for programs, and a sentence.</summary>
    public (string Kind, string Why) CauseOfDeath(CancellationToken cancel)
    {
        if (_killedFor is { } reason) return (reason.Contains("memory", StringComparison.Ordinal) ? "memory" : "hung", reason);
        _process.WaitForExit(2_000);
        return Crash.Of(_process.HasExited ? _process.ExitCode : -1, _printed.ToString());
    }

    public void Dispose()
    {
        Kill("it is not needed any more");
        try { _process.StandardInput.Dispose(); } catch (IOException) { }
        _process.WaitForExit();
        _reader.Join();
        _pipe.Dispose();
        _process.Dispose();
        _messages.Dispose();
    }

    private void Read()
    {
        using var reader = new StreamReader(_pipe, Encoding.UTF8);
        try
        {
            while (reader.ReadLine() is { } line) _messages.Add(JsonSerializer.Deserialize(line, CheckerJson.Default.CheckerMessage));
        }
        catch (Exception e) when (e is IOException or JsonException or ObjectDisposedException) { } // cut in the middle: it was killed
        _messages.Add(null);
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

    private void Kill(string reason)
    {
        _killedFor ??= reason;
        try { _process.Kill(entireProcessTree: true); }
        catch (InvalidOperationException) { } // it has ended by itself
    }
}
