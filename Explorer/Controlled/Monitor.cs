using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.Monitor"/> under the explorer.</summary>
[Replaces(typeof(System.Threading.Monitor))]
public static class Monitor
{
    /// <summary>Takes the lock of <paramref name="obj"/>.</summary>
    public static void Enter(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (Execution.Current is { } execution) Of(execution, obj).Acquire(execution);
        else System.Threading.Monitor.Enter(obj);
    }

    /// <inheritdoc cref="Enter(object)"/>
    public static void Enter(object obj, ref bool lockTaken)
    {
        if (lockTaken) throw new ArgumentException("Must be false.", nameof(lockTaken));
        Enter(obj);
        lockTaken = true;
    }

    /// <summary>Takes it if it is free.</summary>
    public static bool TryEnter(object obj) => TryEnter(obj, 0);

    /// <summary>Takes it within a time.</summary>
    public static bool TryEnter(object obj, int millisecondsTimeout)
    {
        ArgumentNullException.ThrowIfNull(obj);
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        if (Execution.Current is not { } execution) return System.Threading.Monitor.TryEnter(obj, millisecondsTimeout);
        if (millisecondsTimeout != -1) return Of(execution, obj).TryAcquire(execution, mayWait: millisecondsTimeout > 0);
        Of(execution, obj).Acquire(execution);
        return true;
    }

    /// <summary>Takes it within a time.</summary>
    public static bool TryEnter(object obj, TimeSpan timeout) => TryEnter(obj, Milliseconds.Of(timeout));

    /// <summary>Takes it if it is free.</summary>
    public static void TryEnter(object obj, ref bool lockTaken) => TryEnter(obj, 0, ref lockTaken);

    /// <summary>Takes it within a time.</summary>
    public static void TryEnter(object obj, int millisecondsTimeout, ref bool lockTaken)
    {
        if (lockTaken) throw new ArgumentException("Must be false.", nameof(lockTaken));
        lockTaken = TryEnter(obj, millisecondsTimeout);
    }

    /// <summary>Takes it within a time.</summary>
    public static void TryEnter(object obj, TimeSpan timeout, ref bool lockTaken) => TryEnter(obj, Milliseconds.Of(timeout), ref lockTaken);

    /// <summary>Gives it up.</summary>
    public static void Exit(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (Execution.Current is { } execution) Of(execution, obj).Release(execution);
        else System.Threading.Monitor.Exit(obj);
    }

    /// <summary>Whether the caller holds it.</summary>
    public static bool IsEntered(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return Execution.Current is { } execution ? Of(execution, obj).IsHeldBy(Execution.Self) : System.Threading.Monitor.IsEntered(obj);
    }

    /// <summary>Gives it up, sleeps until a pulse, takes it again.</summary>
    public static bool Wait(object obj) => Wait(obj, -1);

    /// <summary>The same within a time.</summary>
    public static bool Wait(object obj, TimeSpan timeout) => Wait(obj, Milliseconds.Of(timeout));

    /// <summary>The same within a time.</summary>
    public static bool Wait(object obj, int millisecondsTimeout)
    {
        ArgumentNullException.ThrowIfNull(obj);
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        return Execution.Current is { } execution
            ? Of(execution, obj).Wait(execution, canTimeOut: millisecondsTimeout != -1)
            : System.Threading.Monitor.Wait(obj, millisecondsTimeout);
    }

    /// <summary>The same; there are no contexts to leave.</summary>
    public static bool Wait(object obj, int millisecondsTimeout, bool exitContext) => Wait(obj, millisecondsTimeout);

    /// <summary>The same; there are no contexts to leave.</summary>
    public static bool Wait(object obj, TimeSpan timeout, bool exitContext) => Wait(obj, timeout);

    /// <summary>Wakes the first who waits.</summary>
    public static void Pulse(object obj) => Pulse(obj, all: false);

    /// <summary>Wakes all who wait.</summary>
    public static void PulseAll(object obj) => Pulse(obj, all: true);

    private static void Pulse(object obj, bool all)
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (Execution.Current is { } execution) Of(execution, obj).Pulse(execution, all);
        else if (all) System.Threading.Monitor.PulseAll(obj);
        else System.Threading.Monitor.Pulse(obj);
    }

    private static LockState Of(Execution execution, object obj) => execution.ResourceOf(obj, static owner => new LockState($"the lock of a {owner.GetType().Name}"));
}
