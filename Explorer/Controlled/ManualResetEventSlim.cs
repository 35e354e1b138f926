using Workbook.Explorer.Scheduling;
using Platform = System.Threading.ManualResetEventSlim;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public class ManualResetEventSlim : IDisposable
{
    private readonly EventState _state;
    private WaitHandle? _handle;

    /// <inheritdoc cref="System.Threading.ManualResetEventSlim.ManualResetEventSlim()"/>
    public ManualResetEventSlim() : this(false) { }

    /// <inheritdoc cref="System.Threading.ManualResetEventSlim.ManualResetEventSlim(bool)"/>
    public ManualResetEventSlim(bool initialState) : this(initialState, 35) { }

    /// <summary>The same; how often to spin is the explorer's business.</summary>
    public ManualResetEventSlim(bool initialState, int spinCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spinCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spinCount, 2047);
        SpinCount = spinCount;
        _state = new EventState("a ManualResetEventSlim", typeof(Platform), initialState, isAuto: false);
    }

    /// <summary>Kept, and without effect.</summary>
    public int SpinCount { get; }

    /// <inheritdoc cref="Platform.IsSet"/>
    public bool IsSet => _state.Look();

    /// <inheritdoc cref="Platform.WaitHandle"/>
    public WaitHandle WaitHandle
    {
        get
        {
            _state.ThrowIfDisposed();
            return _handle ??= new ViewWaitHandle(new Availability(_state, typeof(WaitHandle)));
        }
    }

    /// <inheritdoc cref="Platform.Set"/>
    public void Set() => _state.Set(evenIfDisposed: true);

    /// <inheritdoc cref="Platform.Reset"/>
    public void Reset()
    {
        _state.ThrowIfDisposed();
        _state.Reset();
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
        _state.ThrowIfDisposed();
        Milliseconds.Checked(millisecondsTimeout);
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
