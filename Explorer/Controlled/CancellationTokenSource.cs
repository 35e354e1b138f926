// The platform's token stays what it is: exceptions carry it, and all of the base library passes it around. So each controlled
// source owns a source of the platform, whose tokens it gives out; from such a token the way leads back:
//
//      CancellationToken (the platform's)  --_source-->  CancellationTwin, a source of the platform  --Owner-->  this
//
// What a program calls on a token is redirected to CancellationTokens, which asks the owner.
//
//   I1  _canceled is set and _callbacks is closed in one step: who sees the one sees the other.
//   I2  The twin is cancelled in the same step, for those of the base library who only look.

using System.Runtime.CompilerServices;
using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;
using Platform = System.Threading.CancellationTokenSource;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.CancellationTokenSource"/> under the explorer.</summary>
/// <remarks>Left out: the constructor with a <see cref="TimeProvider"/>.</remarks>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public class CancellationTokenSource : IDisposable
{
    private readonly EventState _canceled = new("a CancellationToken", typeof(CancellationToken), isSet: false, isAuto: false);
    private readonly CancellationTwin _twin;
    private readonly Callbacks _callbacks;
    private readonly Together _both;
    private readonly Disposal _disposal;
    private List<CancellationTokenRegistration>? _parents;
    private Alarm? _alarm;
    private WaitHandle? _handle;

    /// <summary>A source that is not cancelled.</summary>
    public CancellationTokenSource()
    {
        _twin = new CancellationTwin(this);
        _callbacks = new Callbacks { Token = _twin.Token };
        _both = new Together("a CancellationToken", [_canceled, _callbacks]);
        _disposal = new Disposal(this, name: null, FieldMap.SourceDisposed);
    }

    /// <summary>A source that cancels itself after a time: at any moment from now on.</summary>
    public CancellationTokenSource(int millisecondsDelay) : this()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsDelay, -1);
        CancelIn(millisecondsDelay);
    }

    /// <inheritdoc cref="CancellationTokenSource(int)"/>
    public CancellationTokenSource(TimeSpan delay) : this() => CancelIn(Milliseconds.OfLong(delay, nameof(delay)));

    /// <summary>Whether it was cancelled.</summary>
    public bool IsCancellationRequested => _canceled.Look();

    /// <summary>Its token.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public CancellationToken Token
    {
        get
        {
            _disposal.ThrowIfDisposed();
            return _callbacks.Token;
        }
    }

    internal EventState Canceled => _canceled;

    internal WaitHandle Handle
    {
        get
        {
            _disposal.ThrowIfDisposed();
            return _handle ??= new CancellationWaitHandle(_canceled);
        }
    }

    /// <summary>Cancels, and calls all that was registered, the latest first. Nothing the second time.</summary>
    /// <exception cref="AggregateException">What the callbacks threw.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Cancel() => Cancel(false);

    /// <summary>The same.</summary>
    /// <param name="throwOnFirstException">Whether the first exception ends it; the callbacks left are not called then.</param>
    public void Cancel(bool throwOnFirstException)
    {
        _disposal.ThrowIfDisposed();
        Notify(throwOnFirstException);
    }

    /// <summary>Cancels, and has all that was registered called on the pool.</summary>
    /// <returns>Completed when all have been called; faulted with what they threw, or because it was disposed of.</returns>
    public Task CancelAsync()
    {
        try { _disposal.ThrowIfDisposed(); }
        catch (ObjectDisposedException e) { return Task.FromException(e); }
        return Begin() ? TaskStarts.Run(() => CallAll(throwOnFirstException: false)) : Task.CompletedTask;
    }

    /// <summary>Cancels after a time: at any moment from now on. -1: not any more.</summary>
    public void CancelAfter(int millisecondsDelay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsDelay, -1);
        _disposal.ThrowIfDisposed();
        if (!IsCancellationRequested) CancelIn(millisecondsDelay, now: false);
    }

    /// <inheritdoc cref="CancelAfter(int)"/>
    public void CancelAfter(TimeSpan delay)
    {
        var milliseconds = Milliseconds.OfLong(delay, nameof(delay));
        _disposal.ThrowIfDisposed();
        if (!IsCancellationRequested) CancelIn(milliseconds, now: false);
    }

    /// <summary>Forgets all that was registered and the time, unless it was cancelled.</summary>
    /// <returns>Whether it can be used again.</returns>
    public bool TryReset()
    {
        _disposal.ThrowIfDisposed();
        if (IsCancellationRequested) return false;
        if (_alarm is not null && Execution.Current is { } execution && !_alarm.CallOff(execution)) return false;
        _alarm = null;
        _callbacks.RemoveAll();
        return true;
    }

    /// <summary>A source that is cancelled with either of the two.</summary>
    public static CancellationTokenSource CreateLinkedTokenSource(CancellationToken token1, CancellationToken token2) =>
        Linked([token1, token2]);

    /// <summary>A source that is cancelled with the token.</summary>
    public static CancellationTokenSource CreateLinkedTokenSource(CancellationToken token) => Linked([token]);

    /// <summary>A source that is cancelled with any of them.</summary>
    public static CancellationTokenSource CreateLinkedTokenSource(params CancellationToken[] tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return CreateLinkedTokenSource(tokens.AsSpan());
    }

    /// <summary>A source that is cancelled with any of them.</summary>
    public static CancellationTokenSource CreateLinkedTokenSource(params ReadOnlySpan<CancellationToken> tokens)
    {
        if (tokens.IsEmpty) throw new ArgumentException("No tokens were supplied.");
        return Linked(tokens);
    }

    /// <summary>No more use of it; it will not cancel itself any more, nor be cancelled with others.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>No more use of it.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || !_disposal.Dispose()) return;
        foreach (var parent in _parents ?? []) parent.Dispose();
        StopAlarm();
        _handle?.Dispose();
        _callbacks.Refuse();
        _twin.Dispose();
    }

    /// <summary>The controlled source of a token; null: it has none, or one of the platform, which the explorer does not
    /// control.</summary>
    internal static CancellationTokenSource? Of(CancellationToken token) => (SourceOf(ref token) as CancellationTwin)?.Owner;

    internal CancellationTokenRegistration Register(Action call)
    {
        if (_callbacks.Add(call, out var isTooLate) is { } callback) return new CancellationTokenRegistration(callback);
        if (isTooLate) call();
        return default;
    }

    private void Notify(bool throwOnFirstException, bool byAlarm = false)
    {
        if (Begin(byAlarm)) CallAll(throwOnFirstException);
    }

    // It is cancelled. Returns whether there is anything to call.
    private bool Begin(bool byAlarm = false)
    {
        if (Execution.Current is { } execution) _both.Perform(execution);
        if (_canceled.IsSet) return false;
        _canceled.SetNow();
        _twin.TryCancel();
        var anyIsLeft = _callbacks.Close();
        if (!byAlarm) StopAlarm();
        return anyIsLeft;
    }

    private void CallAll(bool throwOnFirstException)
    {
        List<Exception>? thrown = null;
        while (_callbacks.Next() is { } callback)
        {
            try { callback.Call(); }
            catch (Exception e) when (e is not ExecutionAborted)
            {
                if (throwOnFirstException)
                {
                    _callbacks.Stop();
                    throw;
                }
                (thrown ??= []).Add(e);
            }
        }
        if (thrown is not null) throw new AggregateException(thrown);
    }

    // A time of 0 is up at once for the constructors, and as any other for CancelAfter.
    private void CancelIn(long milliseconds, bool now = true)
    {
        _callbacks.Step(); // of two threads that do this, one is the first
        StopAlarm();
        if (milliseconds == 0 && now) Notify(false);
        else if (milliseconds >= 0 && Execution.Current is { } execution)
            _alarm = Alarm.Set(execution, "CancelAfter", milliseconds, () => Notify(false, byAlarm: true));
    }

    private void StopAlarm()
    {
        var alarm = _alarm;
        _alarm = null;
        if (alarm is not null && Execution.Current is { } execution) alarm.CallOff(execution);
    }

    private static CancellationTokenSource Linked(ReadOnlySpan<CancellationToken> tokens)
    {
        var linked = new CancellationTokenSource();
        foreach (var token in tokens)
        {
            if (token.CanBeCanceled)
                (linked._parents ??= []).Add(CancellationTokens.Register(in token, () => linked.Notify(false)));
        }
        return linked;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_source")]
    private static extern ref Platform? SourceOf(ref CancellationToken token);
}
