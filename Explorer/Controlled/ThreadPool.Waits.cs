using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

// The pool waits for a handle.
public static partial class ThreadPool
{
    /// <summary>Calls when the handle is signalled, or the time is up.</summary>
    public static RegisteredWaitHandle RegisterWaitForSingleObject(WaitHandle waitObject, WaitOrTimerCallback callBack,
        object? state, int millisecondsTimeOutInterval, bool executeOnlyOnce) =>
        Register(waitObject, callBack, state, millisecondsTimeOutInterval,
            nameof(millisecondsTimeOutInterval), executeOnlyOnce, flows: true);

    /// <summary>Calls when the handle is signalled, or the time is up.</summary>
    public static RegisteredWaitHandle RegisterWaitForSingleObject(WaitHandle waitObject, WaitOrTimerCallback callBack,
        object? state, uint millisecondsTimeOutInterval, bool executeOnlyOnce) =>
        Register(waitObject, callBack, state, OfUnsigned(millisecondsTimeOutInterval),
            nameof(millisecondsTimeOutInterval), executeOnlyOnce, flows: true);

    /// <summary>Calls when the handle is signalled, or the time is up.</summary>
    public static RegisteredWaitHandle RegisterWaitForSingleObject(WaitHandle waitObject, WaitOrTimerCallback callBack,
        object? state, long millisecondsTimeOutInterval, bool executeOnlyOnce) =>
        Register(waitObject, callBack, state, millisecondsTimeOutInterval,
            nameof(millisecondsTimeOutInterval), executeOnlyOnce, flows: true);

    /// <summary>Calls when the handle is signalled, or the time is up.</summary>
    public static RegisteredWaitHandle RegisterWaitForSingleObject(WaitHandle waitObject, WaitOrTimerCallback callBack,
        object? state, TimeSpan timeout, bool executeOnlyOnce) =>
        Register(waitObject, callBack, state, (long)timeout.TotalMilliseconds, nameof(timeout), executeOnlyOnce, flows: true);

    /// <summary>Calls when the handle is signalled, or the time is up, without the values of the caller's AsyncLocals.</summary>
    public static RegisteredWaitHandle UnsafeRegisterWaitForSingleObject(WaitHandle waitObject, WaitOrTimerCallback callBack,
        object? state, int millisecondsTimeOutInterval, bool executeOnlyOnce) =>
        Register(waitObject, callBack, state, millisecondsTimeOutInterval,
            nameof(millisecondsTimeOutInterval), executeOnlyOnce, flows: false);

    /// <summary>Calls when the handle is signalled, or the time is up, without the values of the caller's AsyncLocals.</summary>
    public static RegisteredWaitHandle UnsafeRegisterWaitForSingleObject(WaitHandle waitObject, WaitOrTimerCallback callBack,
        object? state, uint millisecondsTimeOutInterval, bool executeOnlyOnce) =>
        Register(waitObject, callBack, state, OfUnsigned(millisecondsTimeOutInterval),
            nameof(millisecondsTimeOutInterval), executeOnlyOnce, flows: false);

    /// <summary>Calls when the handle is signalled, or the time is up, without the values of the caller's AsyncLocals.</summary>
    public static RegisteredWaitHandle UnsafeRegisterWaitForSingleObject(WaitHandle waitObject, WaitOrTimerCallback callBack,
        object? state, long millisecondsTimeOutInterval, bool executeOnlyOnce) =>
        Register(waitObject, callBack, state, millisecondsTimeOutInterval,
            nameof(millisecondsTimeOutInterval), executeOnlyOnce, flows: false);

    /// <summary>Calls when the handle is signalled, or the time is up, without the values of the caller's AsyncLocals.</summary>
    public static RegisteredWaitHandle UnsafeRegisterWaitForSingleObject(WaitHandle waitObject, WaitOrTimerCallback callBack,
        object? state, TimeSpan timeout, bool executeOnlyOnce) =>
        Register(waitObject, callBack, state, (long)timeout.TotalMilliseconds, nameof(timeout), executeOnlyOnce, flows: false);

    private static long OfUnsigned(uint milliseconds) => milliseconds == uint.MaxValue ? -1 : milliseconds;

    private static RegisteredWaitHandle Register(WaitHandle awaited, WaitOrTimerCallback callBack, object? state,
        long milliseconds, string name, bool once, bool flows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, int.MaxValue, name);
        ArgumentNullException.ThrowIfNull(awaited, "waitObject");
        ArgumentNullException.ThrowIfNull(callBack);
        var context = flows ? ExecutionContext.Capture() : null;
        return new RegisteredWaitHandle(awaited, timedOut => Flow.Run(context, () => callBack(state, timedOut)),
            (int)milliseconds, once);
    }
}
