using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.SemaphoreSlim"/> under the explorer.</summary>
[Replaces(typeof(System.Threading.SemaphoreSlim))]
public class SemaphoreSlim : IDisposable
{
    private readonly Signal _permits;
    private readonly int _maximum;
    private bool _isDisposed;

    /// <summary>A semaphore with so many permits, and no maximum.</summary>
    public SemaphoreSlim(int initialCount) : this(initialCount, int.MaxValue) { }

    /// <summary>A semaphore with so many permits now, and so many at most.</summary>
    public SemaphoreSlim(int initialCount, int maxCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initialCount, maxCount);
        _permits = new Signal("a SemaphoreSlim", initialCount, taken: 1);
        _maximum = maxCount;
    }

    /// <summary>The permits now.</summary>
    public int CurrentCount
    {
        get
        {
            if (Execution.Current is { } execution) _permits.Look(execution);
            return _permits.Permits;
        }
    }

    /// <summary>Takes a permit.</summary>
    public void Wait() => Wait(-1);

    /// <summary>Takes a permit within a time.</summary>
    public bool Wait(TimeSpan timeout) => Wait(Milliseconds.Of(timeout));

    /// <summary>Takes a permit within a time.</summary>
    public bool Wait(int millisecondsTimeout)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        if (Execution.Current is { } execution) return _permits.Wait(execution, mayWait: millisecondsTimeout != 0, canTimeOut: millisecondsTimeout > 0);
        return true;
    }

    /// <summary>Gives a permit back.</summary>
    /// <returns>How many there were before.</returns>
    public int Release() => Release(1);

    /// <summary>Gives so many back.</summary>
    /// <returns>How many there were before.</returns>
    public int Release(int releaseCount)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(releaseCount, 1);
        var before = _permits.Permits;
        if (Execution.Current is not { } execution) return before;
        _permits.Change(execution, permits =>
        {
            before = permits;
            return _maximum - permits < releaseCount ? throw new SemaphoreFullException() : permits + releaseCount;
        });
        return before;
    }

    /// <summary>No more use of it.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        GC.SuppressFinalize(this);
    }
}
