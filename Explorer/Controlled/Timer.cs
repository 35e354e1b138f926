using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Scheduling;
using Platform = System.Threading.Timer;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer: its time is up at any moment. Of one that ticks again and again, the third
/// tick and those after it come when nobody else can move.</summary>
/// <remarks>Nobody needs to keep it: it ticks until it is disposed of.</remarks>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public sealed class Timer : MarshalByRefObject, ITimer
{
    private const uint Longest = 0xFFFFFFFE;

    private readonly Ticker _ticker;
    private TaskCompletionSource? _done;
    private bool _tellsHandle;

    /// <inheritdoc cref="System.Threading.Timer.Timer(TimerCallback, object, int, int)"/>
    public Timer(TimerCallback callback, object? state, int dueTime, int period)
        : this(callback, state, (long)dueTime, period) { }

    /// <inheritdoc cref="System.Threading.Timer.Timer(TimerCallback, object, TimeSpan, TimeSpan)"/>
    public Timer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        : this(callback, state, (long)dueTime.TotalMilliseconds, (long)period.TotalMilliseconds) { }

    /// <inheritdoc cref="System.Threading.Timer.Timer(TimerCallback, object, uint, uint)"/>
    public Timer(TimerCallback callback, object? state, uint dueTime, uint period)
        : this(callback, state, OfUnsigned(dueTime), OfUnsigned(period)) { }

    /// <inheritdoc cref="System.Threading.Timer.Timer(TimerCallback, object, long, long)"/>
    public Timer(TimerCallback callback, object? state, long dueTime, long period)
    {
        Check(dueTime, period);
        ArgumentNullException.ThrowIfNull(callback);
        _ticker = TickerOf(callback, state);
        _ticker.Arm(dueTime, period);
    }

    /// <inheritdoc cref="System.Threading.Timer.Timer(TimerCallback)"/>
    public Timer(TimerCallback callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _ticker = TickerOf(callback, this);
    }

    /// <summary>Sets another time, in milliseconds; -1: none.</summary>
    /// <returns>False: it was disposed of.</returns>
    public bool Change(int dueTime, int period) => Change((long)dueTime, period);

    /// <inheritdoc cref="Change(int, int)"/>
    public bool Change(TimeSpan dueTime, TimeSpan period) =>
        Change((long)dueTime.TotalMilliseconds, (long)period.TotalMilliseconds);

    /// <inheritdoc cref="Change(int, int)"/>
    public bool Change(uint dueTime, uint period) => Change(OfUnsigned(dueTime), OfUnsigned(period));

    /// <inheritdoc cref="Change(int, int)"/>
    public bool Change(long dueTime, long period)
    {
        Check(dueTime, period);
        return _ticker.Arm(dueTime, period);
    }

    /// <summary>It does not tick any more. Does not wait for calls that have begun.</summary>
    public void Dispose() => _ticker.Dispose();

    /// <summary>It does not tick any more; the handle is set once no call is running.</summary>
    /// <returns>False: it was disposed of before, and the handle is not set.</returns>
    public bool Dispose(WaitHandle notifyObject)
    {
        ArgumentNullException.ThrowIfNull(notifyObject);
        if (!_ticker.Dispose(notifyObject.Give)) return false;
        return _tellsHandle = true;
    }

    /// <summary>It does not tick any more.</summary>
    /// <returns>Completed once no call is running.</returns>
    public ValueTask DisposeAsync()
    {
        _ticker.Dispose();
        if (_tellsHandle) return ValueTask.FromException(new InvalidOperationException("It tells a handle already."));
        if (_done is not null) return new ValueTask(_done.Task);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_ticker.AwaitCalls(() =>
        {
            TaskStates.Complete(done.Task);
            done.SetResult();
        })) return default;
        _done = done;
        return new ValueTask(done.Task);
    }

    private static Ticker TickerOf(TimerCallback callback, object? state)
    {
        var context = ExecutionContext.Capture(); // of who makes it; Change does not capture another
        return new Ticker("timer", () => Flow.Run(context, () => callback(state)));
    }

    private static long OfUnsigned(uint milliseconds) => milliseconds == uint.MaxValue ? -1 : milliseconds;

    private static void Check(long dueTime, long period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dueTime, Longest);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, Longest);
    }
}
