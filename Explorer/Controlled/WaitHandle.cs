using Workbook.Explorer.Scheduling;
using Platform = System.Threading.WaitHandle;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public abstract class WaitHandle : MarshalByRefObject, IDisposable
{
    /// <inheritdoc cref="Platform.WaitTimeout"/>
    public const int WaitTimeout = 258;

    private const int Most = 64; // that one wait may be for

    private protected WaitHandle(Waitable state) => State = state;

    private protected Waitable State { get; }

    /// <inheritdoc cref="Platform.WaitOne()"/>
    public virtual bool WaitOne() => WaitOne(-1);

    /// <inheritdoc cref="Platform.WaitOne(TimeSpan)"/>
    public virtual bool WaitOne(TimeSpan timeout) => WaitOne(Milliseconds.Of(timeout));

    /// <inheritdoc cref="Platform.WaitOne(int)"/>
    /// <exception cref="AbandonedMutexException">It is a mutex, and whoever held it has ended; the caller has it now.</exception>
    public virtual bool WaitOne(int millisecondsTimeout)
    {
        Milliseconds.Checked(millisecondsTimeout);
        State.ThrowIfDisposed();
        if (!State.Wait(millisecondsTimeout, isHandle: true)) return false;
        return State.WasAbandoned() ? throw new AbandonedMutexException() : true;
    }

    /// <summary>The same; there are no contexts to leave.</summary>
    public virtual bool WaitOne(int millisecondsTimeout, bool exitContext) => WaitOne(millisecondsTimeout);

    /// <summary>The same; there are no contexts to leave.</summary>
    public virtual bool WaitOne(TimeSpan timeout, bool exitContext) => WaitOne(timeout);

    /// <inheritdoc cref="Platform.WaitAny(Platform[])"/>
    public static int WaitAny(params WaitHandle[] waitHandles) => WaitAny(waitHandles, -1);

    /// <inheritdoc cref="Platform.WaitAny(Platform[], TimeSpan)"/>
    public static int WaitAny(WaitHandle[] waitHandles, TimeSpan timeout) => WaitAny(waitHandles, Milliseconds.Of(timeout));

    /// <inheritdoc cref="Platform.WaitAny(Platform[], int)"/>
    public static int WaitAny(WaitHandle[] waitHandles, int millisecondsTimeout)
    {
        var which = Wait(waitHandles, millisecondsTimeout, all: false);
        if (which < 0) return WaitTimeout;
        if (waitHandles[which].State.WasAbandoned()) throw new AbandonedMutexException(which, null);
        return which;
    }

    /// <summary>The same; there are no contexts to leave.</summary>
    public static int WaitAny(WaitHandle[] waitHandles, int millisecondsTimeout, bool exitContext) =>
        WaitAny(waitHandles, millisecondsTimeout);

    /// <summary>The same; there are no contexts to leave.</summary>
    public static int WaitAny(WaitHandle[] waitHandles, TimeSpan timeout, bool exitContext) => WaitAny(waitHandles, timeout);

    /// <inheritdoc cref="Platform.WaitAll(Platform[])"/>
    public static bool WaitAll(params WaitHandle[] waitHandles) => WaitAll(waitHandles, -1);

    /// <inheritdoc cref="Platform.WaitAll(Platform[], TimeSpan)"/>
    public static bool WaitAll(WaitHandle[] waitHandles, TimeSpan timeout) => WaitAll(waitHandles, Milliseconds.Of(timeout));

    /// <inheritdoc cref="Platform.WaitAll(Platform[], int)"/>
    public static bool WaitAll(WaitHandle[] waitHandles, int millisecondsTimeout)
    {
        if (Wait(waitHandles, millisecondsTimeout, all: true) < 0) return false;
        var wasAbandoned = false;
        foreach (var handle in waitHandles) wasAbandoned |= handle.State.WasAbandoned();
        return wasAbandoned ? throw new AbandonedMutexException() : true;
    }

    /// <summary>The same; there are no contexts to leave.</summary>
    public static bool WaitAll(WaitHandle[] waitHandles, int millisecondsTimeout, bool exitContext) =>
        WaitAll(waitHandles, millisecondsTimeout);

    /// <summary>The same; there are no contexts to leave.</summary>
    public static bool WaitAll(WaitHandle[] waitHandles, TimeSpan timeout, bool exitContext) => WaitAll(waitHandles, timeout);

    /// <inheritdoc cref="Platform.SignalAndWait(Platform, Platform)"/>
    public static bool SignalAndWait(WaitHandle toSignal, WaitHandle toWaitOn) => SignalAndWait(toSignal, toWaitOn, -1, false);

    /// <inheritdoc cref="Platform.SignalAndWait(Platform, Platform, TimeSpan, bool)"/>
    public static bool SignalAndWait(WaitHandle toSignal, WaitHandle toWaitOn, TimeSpan timeout, bool exitContext) =>
        SignalAndWait(toSignal, toWaitOn, Milliseconds.Of(timeout), exitContext);

    /// <inheritdoc cref="Platform.SignalAndWait(Platform, Platform, int, bool)"/>
    /// <remarks>In two steps, as on the platform.</remarks>
    public static bool SignalAndWait(WaitHandle toSignal, WaitHandle toWaitOn, int millisecondsTimeout, bool exitContext)
    {
        ArgumentNullException.ThrowIfNull(toSignal);
        ArgumentNullException.ThrowIfNull(toWaitOn);
        Milliseconds.Checked(millisecondsTimeout);
        toSignal.State.ThrowIfDisposed();
        toWaitOn.State.ThrowIfDisposed();
        try { toSignal.State.Give(); }
        catch (SemaphoreFullException e) { throw new InvalidOperationException(e.Message); }
        return toWaitOn.WaitOne(millisecondsTimeout);
    }

    /// <inheritdoc cref="Platform.Close"/>
    public virtual void Close() => Dispose();

    /// <inheritdoc cref="Platform.Dispose()"/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Platform.Dispose(bool)"/>
    protected virtual void Dispose(bool explicitDisposing)
    {
        if (explicitDisposing) State.Dispose();
    }

    /// <summary>Waits for one of them.</summary>
    /// <returns>Which it was; -1: the time was up.</returns>
    internal static int WaitAny(WaitHandle[] handles, Limit limit) =>
        new Several([.. handles.Select(handle => handle.State)], all: false).Wait(limit);

    /// <summary>Signals it.</summary>
    internal void Give() => State.Give();

    private static int Wait(WaitHandle[] waitHandles, int millisecondsTimeout, bool all)
    {
        ArgumentNullException.ThrowIfNull(waitHandles);
        if (waitHandles.Length == 0) throw new ArgumentException("There is nothing to wait for.", nameof(waitHandles));
        if (waitHandles.Length > Most) throw new NotSupportedException($"One can wait for at most {Most} handles.");
        Milliseconds.Checked(millisecondsTimeout);
        for (var i = 0; i < waitHandles.Length; i++)
        {
            if (waitHandles[i] is null) throw new ArgumentNullException($"waitHandles[{i}]", "There is no handle.");
            waitHandles[i].State.ThrowIfDisposed();
        }
        if (all && waitHandles.Distinct().Count() < waitHandles.Length) throw new DuplicateWaitObjectException();
        return new Several([.. waitHandles.Select(handle => handle.State)], all).Wait(millisecondsTimeout);
    }
}
