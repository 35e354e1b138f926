using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.ManualResetEventSlim"/> under the explorer.</summary>
[Replaces(typeof(System.Threading.ManualResetEventSlim))]
public class ManualResetEventSlim : IDisposable
{
    private readonly Signal _set;
    private bool _isDisposed;

    /// <summary>An event that is not set.</summary>
    public ManualResetEventSlim() : this(false) { }

    /// <summary>An event that is set, or not.</summary>
    public ManualResetEventSlim(bool initialState) => _set = new Signal("a ManualResetEventSlim", initialState ? 1 : 0, taken: 0);

    /// <summary>The same; how often to spin is the explorer's business.</summary>
    public ManualResetEventSlim(bool initialState, int spinCount) : this(initialState)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spinCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spinCount, 2047);
        SpinCount = spinCount;
    }

    /// <summary>Kept, and without effect.</summary>
    public int SpinCount { get; }

    /// <summary>Whether it is set now.</summary>
    public bool IsSet
    {
        get
        {
            if (Execution.Current is { } execution) _set.Look(execution);
            return _set.Permits > 0;
        }
    }

    /// <summary>Lets all go on who wait, now and later.</summary>
    public void Set()
    {
        if (Execution.Current is { } execution) _set.Change(execution, static _ => 1);
    }

    /// <summary>Makes the next ones wait.</summary>
    public void Reset()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Execution.Current is { } execution) _set.Change(execution, static _ => 0);
    }

    /// <summary>Waits until it is set.</summary>
    public void Wait() => Wait(-1);

    /// <summary>Waits within a time.</summary>
    public bool Wait(TimeSpan timeout) => Wait(Milliseconds.Of(timeout));

    /// <summary>Waits within a time.</summary>
    public bool Wait(int millisecondsTimeout)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        if (Execution.Current is { } execution) return _set.Wait(execution, mayWait: millisecondsTimeout != 0, canTimeOut: millisecondsTimeout > 0);
        return true;
    }

    /// <summary>No more use of it.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        GC.SuppressFinalize(this);
    }
}
