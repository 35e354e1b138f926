using System.Diagnostics;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Verdicts;

/// <summary>Makes a failed Debug.Assert of an explored program an exception of its thread. Left to the platform, it would end
/// the process, and the exploration with it.</summary>
internal sealed class FailedAsserts : TraceListener
{
    private static readonly Lock _lock = new(); // guards:
    private static bool _isListening;

    /// <summary>From now on, for all explorations; the asserts of others go on to the listeners behind it.</summary>
    public static void Listen()
    {
        lock (_lock)
        {
            if (!_isListening) Trace.Listeners.Insert(0, new FailedAsserts());
            _isListening = true;
        }
    }

    /// <inheritdoc/>
    public override void Fail(string? message, string? detailMessage)
    {
        if (Execution.Current is not null)
            throw new FailedAssertException($"Debug.Assert failed: {message} {detailMessage}".TrimEnd());
    }

    /// <inheritdoc/>
    public override void Write(string? message) { }

    /// <inheritdoc/>
    public override void WriteLine(string? message) { }
}
