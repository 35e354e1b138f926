using System.Diagnostics;
using System.Text;

namespace Workbook.Ipc.Processes;

/// <summary>What became of a command, and what it wrote.</summary>
/// <remarks>Immutable; any thread may call any member.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SubprocessResult
{
    private readonly Lazy<string> _output, _error;

    internal SubprocessResult(Command command, int processId, ExitStatus status, bool timedOut, bool outputOutlivedIt,
        TimeSpan elapsed, CapturedOutput output, CapturedOutput error)
    {
        (Command, ProcessId, Status) = (command, processId, status);
        (TimedOut, OutputOutlivedIt, Elapsed) = (timedOut, outputOutlivedIt, elapsed);
        (OutputBytes, OutputWasCut) = (output.Bytes, output.WasCut);
        (ErrorBytes, ErrorWasCut) = (error.Bytes, error.WasCut);
        _output = new Lazy<string>(() => Encoding.UTF8.GetString(OutputBytes.Span));
        _error = new Lazy<string>(() => Encoding.UTF8.GetString(ErrorBytes.Span));
    }

    /// <summary>What was run.</summary>
    public Command Command { get; }

    /// <summary>The id that the process had; somebody else may have it by now.</summary>
    public int ProcessId { get; }

    /// <summary>How the process ended.</summary>
    public ExitStatus Status { get; }

    /// <summary>Whether it took too long, and was killed with all that it had started. What it had written by then is
    /// here.</summary>
    public bool TimedOut { get; }

    /// <summary>Whether others held its output open when it had ended, and <see cref="Command.OutputGrace"/> was over before they
    /// were done: what they write from then on is not here.</summary>
    public bool OutputOutlivedIt { get; }

    /// <summary>From before its start until after its end.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>What it wrote to standard output.</summary>
    public ReadOnlyMemory<byte> OutputBytes { get; }

    /// <summary>What it wrote to standard error; empty if that was merged into the output.</summary>
    public ReadOnlyMemory<byte> ErrorBytes { get; }

    /// <summary><see cref="OutputBytes"/> as UTF-8; what is none becomes U+FFFD.</summary>
    public string Output => _output.Value;

    /// <summary><see cref="ErrorBytes"/> as UTF-8; what is none becomes U+FFFD.</summary>
    public string Error => _error.Value;

    /// <summary>Whether it wrote more to standard output than <see cref="Command.OutputLimit"/>, so that the end is missing
    /// here.</summary>
    public bool OutputWasCut { get; }

    /// <summary>The same for standard error.</summary>
    public bool ErrorWasCut { get; }

    /// <summary>Whether it ended in time, and with exit code 0.</summary>
    public bool IsSuccess => !TimedOut && Status.IsSuccess;

    /// <summary>Returns this, unless it failed or its output was cut.</summary>
    /// <exception cref="SubprocessFailedException">It did; the message says how, with the last line of standard
    /// error.</exception>
    public SubprocessResult EnsureSuccess() => IsSuccess && !OutputWasCut ? this : throw new SubprocessFailedException(this);

    /// <summary>"git status: exit code 1 after 0.02 s".</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Command}: {(TimedOut ? "timed out, " : "")}{Status} after {Elapsed.TotalSeconds:0.00} s");
}
