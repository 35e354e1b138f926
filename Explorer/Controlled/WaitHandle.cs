using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.WaitHandle"/> under the explorer.</summary>
[Replaces(typeof(System.Threading.WaitHandle))]
public abstract class WaitHandle : IDisposable
{
    /// <summary>What <see cref="WaitAny(WaitHandle[], int)"/> returns when the time was up.</summary>
    public const int WaitTimeout = 258;

    private bool _isDisposed;

    private protected WaitHandle(Signal state) => State = state;

    private protected Signal State { get; }

    /// <summary>Waits for it.</summary>
    public virtual bool WaitOne() => WaitOne(-1);

    /// <summary>Waits within a time.</summary>
    public virtual bool WaitOne(TimeSpan timeout) => WaitOne(Milliseconds.Of(timeout));

    /// <summary>Waits within a time.</summary>
    public virtual bool WaitOne(int millisecondsTimeout)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        return Execution.Current is not { } execution || State.Wait(execution, mayWait: millisecondsTimeout != 0, canTimeOut: millisecondsTimeout > 0);
    }

    /// <summary>The same; there are no contexts to leave.</summary>
    public virtual bool WaitOne(int millisecondsTimeout, bool exitContext) => WaitOne(millisecondsTimeout);

    /// <summary>The same; there are no contexts to leave.</summary>
    public virtual bool WaitOne(TimeSpan timeout, bool exitContext) => WaitOne(timeout);

    /// <summary>Waits for one of them.</summary>
    public static int WaitAny(params WaitHandle[] waitHandles) => WaitAny(waitHandles, -1);

    /// <summary>Waits for one of them within a time.</summary>
    public static int WaitAny(WaitHandle[] waitHandles, TimeSpan timeout) => WaitAny(waitHandles, Milliseconds.Of(timeout));

    /// <summary>Waits for one of them within a time.</summary>
    public static int WaitAny(WaitHandle[] waitHandles, int millisecondsTimeout)
    {
        var which = Wait(waitHandles, millisecondsTimeout, all: false);
        return which < 0 ? WaitTimeout : which;
    }

    /// <summary>Waits until all are signalled at once.</summary>
    public static bool WaitAll(params WaitHandle[] waitHandles) => WaitAll(waitHandles, -1);

    /// <summary>Waits for all within a time.</summary>
    public static bool WaitAll(WaitHandle[] waitHandles, TimeSpan timeout) => WaitAll(waitHandles, Milliseconds.Of(timeout));

    /// <summary>Waits for all within a time.</summary>
    public static bool WaitAll(WaitHandle[] waitHandles, int millisecondsTimeout) => Wait(waitHandles, millisecondsTimeout, all: true) >= 0;

    /// <summary>No more use of it.</summary>
    public virtual void Close() => Dispose();

    /// <summary>No more use of it.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>No more use of it.</summary>
    protected virtual void Dispose(bool explicitDisposing) => _isDisposed = true;

    private protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private static int Wait(WaitHandle[] handles, int milliseconds, bool all)
    {
        ArgumentNullException.ThrowIfNull(handles);
        if (handles.Length == 0) throw new ArgumentException("There is nothing to wait for.", nameof(handles));
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1);
        foreach (var handle in handles)
        {
            ArgumentNullException.ThrowIfNull(handle);
            handle.ThrowIfDisposed();
        }
        if (all && handles.Distinct().Count() < handles.Length) throw new DuplicateWaitObjectException();
        if (Execution.Current is not { } execution) return 0;
        return new Several([.. handles.Select(handle => handle.State)], all).Wait(execution, mayWait: milliseconds != 0, canTimeOut: milliseconds > 0);
    }
}
