// Only a tick that somebody waits for can be noticed. So each wait sets a time of its own, which is up at any moment: see
// Ticker.
//
//      nobody waits  -- WaitForNextTickAsync -->  _waiter  -- tick: true; Dispose: false; token: cancelled -->  nobody waits

using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Scheduling;
using Platform = System.Threading.PeriodicTimer;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer.</summary>
/// <remarks>Left out: the constructor with a <see cref="TimeProvider"/>.</remarks>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public sealed class PeriodicTimer : IDisposable
{
    private readonly Cell _state = new("a PeriodicTimer"); // whoever uses the fields below takes a step on it first
    private readonly Ticker _ticker;
    private TaskCompletionSource<bool>? _waiter;
    private bool _isStopped;
    private long _period;

    /// <param name="period">At least 1 ms; -1 ms: it never ticks.</param>
    public PeriodicTimer(TimeSpan period)
    {
        _period = Checked(period, nameof(period));
        _ticker = new Ticker("timer", () => End(_waiter, static waiter => Keep(waiter, true)));
    }

    /// <summary>Nothing to give back.</summary>
    ~PeriodicTimer() { }

    /// <summary>From one tick to the next.</summary>
    /// <exception cref="ObjectDisposedException">Set after it was disposed of.</exception>
    public TimeSpan Period
    {
        get
        {
            _state.Read();
            return TimeSpan.FromMilliseconds(_period);
        }
        set
        {
            var milliseconds = Checked(value, nameof(value));
            _state.Exchange();
            ObjectDisposedException.ThrowIf(_isStopped, this);
            _period = milliseconds;
            if (_waiter is not null) _ticker.Arm(_period, -1);
        }
    }

    /// <summary>Waits for a tick.</summary>
    /// <returns>True: it has ticked; false: it was disposed of.</returns>
    /// <exception cref="InvalidOperationException">Another waits already.</exception>
    public ValueTask<bool> WaitForNextTickAsync(CancellationToken cancellationToken = default)
    {
        _state.Exchange();
        if (_waiter is not null) throw new InvalidOperationException();
        var (waiter, isStopped) = (new TaskCompletionSource<bool>(), _isStopped);
        if (!isStopped) _waiter = waiter;
        if (CancellationTokens.IsCancellationRequested(in cancellationToken))
        {
            _state.Exchange();
            if (_waiter == waiter) _waiter = null;
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }
        if (isStopped) return new ValueTask<bool>(false);
        TaskStates.Name(waiter.Task, "a tick of a PeriodicTimer");
        TaskLimits.EndWith(waiter.Task, new Limit(-1, cancellationToken), static () => { },
            () => End(waiter, one => TaskLimits.Cancel(one, cancellationToken)));
        _ticker.Arm(_period, -1);
        return new ValueTask<bool>(waiter.Task);
    }

    /// <summary>It does not tick any more; who waits goes on with false.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _state.Exchange();
        _isStopped = true;
        var waiter = _waiter;
        _waiter = null;
        _ticker.Dispose();
        if (waiter is not null) Keep(waiter, false);
    }

    private void End(TaskCompletionSource<bool>? waiter, Action<TaskCompletionSource<bool>> how)
    {
        _state.Exchange();
        if (waiter is null || _waiter != waiter) return;
        _waiter = null;
        how(waiter);
    }

    private static void Keep(TaskCompletionSource<bool> waiter, bool hasTicked)
    {
        TaskStates.Complete(waiter.Task);
        waiter.SetResult(hasTicked);
    }

    private static long Checked(TimeSpan period, string name)
    {
        var milliseconds = (long)period.TotalMilliseconds;
        return period == System.Threading.Timeout.InfiniteTimeSpan || milliseconds is >= 1 and <= 0xFFFFFFFE
            ? milliseconds : throw new ArgumentOutOfRangeException(name);
    }
}
