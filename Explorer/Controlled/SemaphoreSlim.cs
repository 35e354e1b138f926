using Workbook.Explorer.Scheduling;
using Platform = System.Threading.SemaphoreSlim;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer.</summary>
/// <remarks>A wait that finds its token cancelled ends by that, even if there is a permit; on the platform one that had begun
/// before may take the permit. Of programs that hold only if it is not taken then, that is not seen.</remarks>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public class SemaphoreSlim : IDisposable
{
    private readonly SemaphoreState _state;
    private WaitHandle? _available;

    /// <inheritdoc cref="System.Threading.SemaphoreSlim.SemaphoreSlim(int)"/>
    public SemaphoreSlim(int initialCount) : this(initialCount, int.MaxValue) { }

    /// <inheritdoc cref="System.Threading.SemaphoreSlim.SemaphoreSlim(int, int)"/>
    public SemaphoreSlim(int initialCount, int maxCount)
    {
        if (initialCount < 0 || initialCount > maxCount)
            throw new ArgumentOutOfRangeException(nameof(initialCount), initialCount,
                $"Must be from 0 to the maximum, {maxCount}.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxCount);
        _state = new SemaphoreState("a SemaphoreSlim", typeof(Platform), initialCount, maxCount);
    }

    /// <inheritdoc cref="Platform.CurrentCount"/>
    public int CurrentCount => _state.Look();

    /// <inheritdoc cref="Platform.AvailableWaitHandle"/>
    public WaitHandle AvailableWaitHandle
    {
        get
        {
            _state.ThrowIfDisposed();
            return _available ??= new ViewWaitHandle(new Availability(_state, typeof(WaitHandle)));
        }
    }

    /// <inheritdoc cref="Platform.Wait()"/>
    public void Wait() => Wait(-1);

    /// <inheritdoc cref="Platform.Wait(CancellationToken)"/>
    public void Wait(CancellationToken cancellationToken) => Wait(-1, cancellationToken);

    /// <inheritdoc cref="Platform.Wait(TimeSpan)"/>
    public bool Wait(TimeSpan timeout) => Wait(timeout, CancellationToken.None);

    /// <inheritdoc cref="Platform.Wait(TimeSpan, CancellationToken)"/>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var milliseconds = Milliseconds.OfLong(timeout);
        _state.ThrowIfDisposed();
        return _state.Wait(new Limit(milliseconds, cancellationToken));
    }

    /// <inheritdoc cref="Platform.Wait(int)"/>
    public bool Wait(int millisecondsTimeout) => Wait(millisecondsTimeout, CancellationToken.None);

    /// <inheritdoc cref="Platform.Wait(int, CancellationToken)"/>
    public bool Wait(int millisecondsTimeout, CancellationToken cancellationToken)
    {
        _state.ThrowIfDisposed();
        Milliseconds.Checked(millisecondsTimeout);
        return _state.Wait(new Limit(millisecondsTimeout, cancellationToken));
    }

    /// <inheritdoc cref="Platform.Release()"/>
    public int Release() => Release(1);

    /// <inheritdoc cref="Platform.Release(int)"/>
    public int Release(int releaseCount)
    {
        _state.ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfLessThan(releaseCount, 1);
        return _state.Give(releaseCount);
    }

    /// <inheritdoc cref="Platform.Dispose()"/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Platform.Dispose(bool)"/>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _state.Dispose();
    }
}
