namespace Workbook.Examples.Locks.Latches;

/// <summary>Opens when it has been counted down to zero, once, for everybody, also for those who come later.</summary>
public sealed class FinishLine
{
    private int _count;

    /// <param name="runners">How many have to come in; 0 makes a line that is open from the start.</param>
    public FinishLine(int runners)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(runners);
        _count = runners;
    }

    /// <summary>How many are still to come; it never grows.</summary>
    public int Count => _count;

    /// <summary>One more is in. The last one opens the line and wakes all who wait.</summary>
    /// <exception cref="InvalidOperationException">All were in already; nothing has changed.</exception>
    public void CountDown()
    {
        // TODO: two runners may come in at the same time. And who wakes those who wait?
        if (_count == 0) throw new InvalidOperationException("All are in already.");
        _count--;
    }

    /// <summary>Sleeps until all are in; returns at once when they are.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before that.</exception>
    public void Wait(CancellationToken cancel = default)
    {
        // TODO: asks again and again, and uses up a core that a runner could have.
        while (_count > 0) cancel.ThrowIfCancellationRequested();
    }
}
