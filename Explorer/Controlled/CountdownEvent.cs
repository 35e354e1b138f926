using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.CountdownEvent"/> under the explorer.</summary>
[Replaces(typeof(System.Threading.CountdownEvent))]
public class CountdownEvent : IDisposable
{
    private readonly Signal _zero;
    private int _count; // changed together with _zero, in one step
    private bool _isDisposed;

    /// <summary>A count that is to be brought to zero.</summary>
    public CountdownEvent(int initialCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        (_count, InitialCount) = (initialCount, initialCount);
        _zero = new Signal("a CountdownEvent", initialCount == 0 ? 1 : 0, taken: 0);
    }

    /// <summary>What is left to be signalled.</summary>
    public int CurrentCount
    {
        get
        {
            if (Execution.Current is { } execution) _zero.Look(execution);
            return _count;
        }
    }

    /// <summary>Where it began.</summary>
    public int InitialCount { get; private set; }

    /// <summary>Whether the count is zero.</summary>
    public bool IsSet => CurrentCount == 0;

    /// <summary>One less.</summary>
    public bool Signal() => Signal(1);

    /// <summary>So many less.</summary>
    /// <returns>Whether that was the last.</returns>
    public bool Signal(int signalCount)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(signalCount, 1);
        Change(count => count < signalCount ? throw new InvalidOperationException("Signalled more often than the count says.") : count - signalCount);
        return _count == 0;
    }

    /// <summary>One more.</summary>
    public void AddCount() => AddCount(1);

    /// <summary>So many more.</summary>
    public void AddCount(int signalCount)
    {
        if (!TryAddCount(signalCount)) throw new InvalidOperationException("The count is zero already; reset it first.");
    }

    /// <summary>One more, unless it is zero.</summary>
    public bool TryAddCount() => TryAddCount(1);

    /// <summary>So many more, unless it is zero.</summary>
    public bool TryAddCount(int signalCount)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(signalCount, 1);
        var added = false;
        Change(count =>
        {
            added = count > 0;
            return !added ? 0 : count > int.MaxValue - signalCount ? throw new InvalidOperationException("The count would be too large.") : count + signalCount;
        });
        return added;
    }

    /// <summary>Begins again.</summary>
    public void Reset() => Reset(InitialCount);

    /// <summary>Begins again, at another count.</summary>
    public void Reset(int count)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        InitialCount = count;
        Change(_ => count);
    }

    /// <summary>Waits until the count is zero.</summary>
    public void Wait() => Wait(-1);

    /// <summary>Waits within a time.</summary>
    public bool Wait(TimeSpan timeout) => Wait(Milliseconds.Of(timeout));

    /// <summary>Waits within a time.</summary>
    public bool Wait(int millisecondsTimeout)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        return Execution.Current is not { } execution || _zero.Wait(execution, mayWait: millisecondsTimeout != 0, canTimeOut: millisecondsTimeout > 0);
    }

    /// <summary>No more use of it.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        GC.SuppressFinalize(this);
    }

    private void Change(Func<int, int> change)
    {
        if (Execution.Current is { } execution)
        {
            _zero.Change(execution, _ => (_count = change(_count)) == 0 ? 1 : 0);
            return;
        }
        _count = change(_count);
    }
}
