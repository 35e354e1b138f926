using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Timelines;
using Platform = System.Threading.Monitor;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public static class Monitor
{
    /// <summary>How often a thread of this execution came to a lock that another held.</summary>
    public static long LockContentionCount
    {
        get
        {
            Everything.Step(OperationKind.Watch, "locks");
            return Execution.Current?.Contentions ?? 0;
        }
    }

    /// <inheritdoc cref="Platform.Enter(object)"/>
    public static void Enter(object obj) => TryEnter(obj, -1);

    /// <inheritdoc cref="Platform.Enter(object, ref bool)"/>
    public static void Enter(object obj, ref bool lockTaken) => TryEnter(obj, -1, ref lockTaken);

    /// <inheritdoc cref="Platform.TryEnter(object)"/>
    public static bool TryEnter(object obj) => TryEnter(obj, 0);

    /// <inheritdoc cref="Platform.TryEnter(object, int)"/>
    public static bool TryEnter(object obj, int millisecondsTimeout)
    {
        ArgumentNullException.ThrowIfNull(obj);
        Milliseconds.Checked(millisecondsTimeout);
        return Execution.Current is { } execution
            ? Of(execution, obj).Acquire(millisecondsTimeout) : Platform.TryEnter(obj, millisecondsTimeout);
    }

    /// <inheritdoc cref="Platform.TryEnter(object, TimeSpan)"/>
    public static bool TryEnter(object obj, TimeSpan timeout) => TryEnter(obj, Milliseconds.Of(timeout));

    /// <inheritdoc cref="Platform.TryEnter(object, ref bool)"/>
    public static void TryEnter(object obj, ref bool lockTaken) => TryEnter(obj, 0, ref lockTaken);

    /// <inheritdoc cref="Platform.TryEnter(object, int, ref bool)"/>
    public static void TryEnter(object obj, int millisecondsTimeout, ref bool lockTaken)
    {
        if (lockTaken) throw new ArgumentException("Must be false.", nameof(lockTaken));
        lockTaken = TryEnter(obj, millisecondsTimeout);
    }

    /// <inheritdoc cref="Platform.TryEnter(object, TimeSpan, ref bool)"/>
    public static void TryEnter(object obj, TimeSpan timeout, ref bool lockTaken) =>
        TryEnter(obj, Milliseconds.Of(timeout), ref lockTaken);

    /// <inheritdoc cref="Platform.Exit(object)"/>
    public static void Exit(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (Execution.Current is { } execution) Of(execution, obj).Release();
        else Platform.Exit(obj);
    }

    /// <inheritdoc cref="Platform.IsEntered(object)"/>
    public static bool IsEntered(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return Execution.Current is { } execution ? Of(execution, obj).IsHeldBy(Execution.Self) : Platform.IsEntered(obj);
    }

    /// <inheritdoc cref="Platform.Wait(object)"/>
    public static bool Wait(object obj) => Wait(obj, -1);

    /// <inheritdoc cref="Platform.Wait(object, TimeSpan)"/>
    public static bool Wait(object obj, TimeSpan timeout) => Wait(obj, Milliseconds.Of(timeout));

    /// <inheritdoc cref="Platform.Wait(object, int)"/>
    public static bool Wait(object obj, int millisecondsTimeout)
    {
        ArgumentNullException.ThrowIfNull(obj);
        Milliseconds.Checked(millisecondsTimeout);
        return Execution.Current is { } execution
            ? Of(execution, obj).Wait(execution, millisecondsTimeout)
            : Platform.Wait(obj, millisecondsTimeout);
    }

    /// <summary>The same; there are no contexts to leave.</summary>
    public static bool Wait(object obj, int millisecondsTimeout, bool exitContext) => Wait(obj, millisecondsTimeout);

    /// <summary>The same; there are no contexts to leave.</summary>
    public static bool Wait(object obj, TimeSpan timeout, bool exitContext) => Wait(obj, timeout);

    /// <inheritdoc cref="Platform.Pulse(object)"/>
    public static void Pulse(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (Execution.Current is { } execution) Of(execution, obj).Pulse(all: false);
        else Platform.Pulse(obj);
    }

    /// <inheritdoc cref="Platform.PulseAll(object)"/>
    public static void PulseAll(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (Execution.Current is { } execution) Of(execution, obj).Pulse(all: true);
        else Platform.PulseAll(obj);
    }

    private static LockState Of(Execution execution, object obj) =>
        execution.ResourceOf(obj, static owner => new LockState($"the lock of {Values.A(Values.NameOf(owner.GetType()))}"));
}
