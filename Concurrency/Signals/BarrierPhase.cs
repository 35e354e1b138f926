using System.Diagnostics;

namespace Workbook.Concurrency.Signals;

/// <summary>One phase of a <see cref="CyclicBarrier"/>: its number, and how it ended.</summary>
[DebuggerDisplay("phase {Number}: {_outcome}")]
internal sealed class BarrierPhase(long number)
{
    private enum Outcome { Open, Passed, Broken }

    private volatile Outcome _outcome; // leaves Open once, under the barrier's mutex; spinning waiters read it without
    private string _why = "";          // both written before _outcome becomes Broken
    private Exception? _cause;

    public long Number { get; } = number;

    public bool IsOpen => _outcome == Outcome.Open;

    public bool IsBroken => _outcome == Outcome.Broken;

    public void Pass()
    {
        Debug.Assert(IsOpen);
        _outcome = Outcome.Passed;
    }

    public void Break(string why, Exception? cause)
    {
        Debug.Assert(IsOpen);
        (_why, _cause) = (why, cause);
        _outcome = Outcome.Broken;
    }

    /// <summary>For those who find it over: nothing if it was passed.</summary>
    /// <exception cref="BrokenBarrierException">It was broken.</exception>
    public void ThrowIfBroken()
    {
        if (IsBroken)
            throw new BrokenBarrierException($"The barrier broke in phase {Number}: {_why}. Call Reset to use it again.", _cause);
    }
}
