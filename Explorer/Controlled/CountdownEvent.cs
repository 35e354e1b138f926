using Workbook.Explorer.Scheduling;
using Platform = System.Threading.CountdownEvent;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public class CountdownEvent : IDisposable
{
    private readonly CountdownState _state;
    private WaitHandle? _handle;

    /// <inheritdoc cref="System.Threading.CountdownEvent.CountdownEvent(int)"/>
    public CountdownEvent(int initialCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        _state = new CountdownState("a CountdownEvent", typeof(Platform), initialCount);
    }

    /// <inheritdoc cref="Platform.CurrentCount"/>
    public int CurrentCount => _state.Look();

    /// <inheritdoc cref="Platform.InitialCount"/>
    public int InitialCount
    {
        get
        {
            _state.Look();
            return _state.Initial;
        }
    }

    /// <inheritdoc cref="Platform.IsSet"/>
    public bool IsSet => _state.Look() == 0;

    /// <inheritdoc cref="Platform.WaitHandle"/>
    public WaitHandle WaitHandle
    {
        get
        {
            _state.ThrowIfDisposed();
            return _handle ??= new ViewWaitHandle(new Availability(_state, typeof(WaitHandle)));
        }
    }

    /// <inheritdoc cref="Platform.Signal()"/>
    public bool Signal() => Signal(1);

    /// <inheritdoc cref="Platform.Signal(int)"/>
    public bool Signal(int signalCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(signalCount);
        _state.ThrowIfDisposed();
        return _state.Signal(signalCount);
    }

    /// <inheritdoc cref="Platform.AddCount()"/>
    public void AddCount() => AddCount(1);

    /// <inheritdoc cref="Platform.AddCount(int)"/>
    public void AddCount(int signalCount)
    {
        if (!TryAddCount(signalCount)) throw new InvalidOperationException("The count is at zero already; Reset begins again.");
    }

    /// <inheritdoc cref="Platform.TryAddCount()"/>
    public bool TryAddCount() => TryAddCount(1);

    /// <inheritdoc cref="Platform.TryAddCount(int)"/>
    public bool TryAddCount(int signalCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(signalCount);
        _state.ThrowIfDisposed();
        return _state.TryAdd(signalCount);
    }

    /// <inheritdoc cref="Platform.Reset()"/>
    public void Reset() => Reset(_state.Initial);

    /// <inheritdoc cref="Platform.Reset(int)"/>
    public void Reset(int count)
    {
        _state.ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _state.Reset(count);
    }

    /// <inheritdoc cref="Platform.Wait()"/>
    public void Wait() => Wait(-1);

    /// <inheritdoc cref="Platform.Wait(CancellationToken)"/>
    public void Wait(CancellationToken cancellationToken) => Wait(-1, cancellationToken);

    /// <inheritdoc cref="Platform.Wait(TimeSpan)"/>
    public bool Wait(TimeSpan timeout) => Wait(Milliseconds.Of(timeout));

    /// <inheritdoc cref="Platform.Wait(TimeSpan, CancellationToken)"/>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken) => Wait(Milliseconds.Of(timeout), cancellationToken);

    /// <inheritdoc cref="Platform.Wait(int)"/>
    public bool Wait(int millisecondsTimeout) => Wait(millisecondsTimeout, CancellationToken.None);

    /// <inheritdoc cref="Platform.Wait(int, CancellationToken)"/>
    public bool Wait(int millisecondsTimeout, CancellationToken cancellationToken)
    {
        Milliseconds.Checked(millisecondsTimeout);
        _state.ThrowIfDisposed();
        return _state.Wait(new Limit(millisecondsTimeout, cancellationToken));
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
