using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>What rewritten programs call in the place of the members of <see cref="CancellationToken"/>, which stays the
/// platform's type: see <see cref="CancellationTokenSource"/>. Of a source that is not controlled it is the platform's
/// member.</summary>
[System.Diagnostics.DebuggerStepThrough]
public static class CancellationTokens
{
    /// <summary>Whether it was cancelled.</summary>
    [Replaces(typeof(CancellationToken), nameof(CancellationToken.IsCancellationRequested))]
    public static bool IsCancellationRequested(ref readonly CancellationToken token) =>
        CancellationTokenSource.Of(token) is { } source ? source.IsCancellationRequested : token.IsCancellationRequested;

    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [Replaces(typeof(CancellationToken), nameof(CancellationToken.ThrowIfCancellationRequested))]
    public static void ThrowIfCancellationRequested(ref readonly CancellationToken token)
    {
        if (IsCancellationRequested(in token)) throw new OperationCanceledException(token);
    }

    /// <summary>A handle that is set when it is cancelled.</summary>
    [Replaces(typeof(CancellationToken), nameof(CancellationToken.WaitHandle))]
    public static WaitHandle WaitHandle(ref readonly CancellationToken token) =>
        CancellationTokenSource.Of(token) is { } source
            ? source.Handle
            : new ManualResetEvent(token.IsCancellationRequested);

    /// <summary>Has it called when it is cancelled; at once if it was.</summary>
    [Replaces(typeof(CancellationToken), nameof(CancellationToken.Register))]
    public static CancellationTokenRegistration Register(ref readonly CancellationToken token, Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return UnsafeRegister(in token, Flow.Captured(callback));
    }

    /// <inheritdoc cref="Register(ref readonly CancellationToken, Action)"/>
    [Replaces(typeof(CancellationToken), nameof(CancellationToken.Register))]
    public static CancellationTokenRegistration Register(ref readonly CancellationToken token, Action callback,
        bool useSynchronizationContext)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Register(in token, useSynchronizationContext ? OnContext(callback) : callback);
    }

    /// <inheritdoc cref="Register(ref readonly CancellationToken, Action)"/>
    [Replaces(typeof(CancellationToken), nameof(CancellationToken.Register))]
    public static CancellationTokenRegistration Register(ref readonly CancellationToken token, Action<object?> callback,
        object? state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Register(in token, () => callback(state));
    }

    /// <summary>The same, without the values of the caller's AsyncLocals.</summary>
    [Replaces(typeof(CancellationToken), nameof(CancellationToken.UnsafeRegister))]
    public static CancellationTokenRegistration UnsafeRegister(ref readonly CancellationToken token, Action<object?> callback,
        object? state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return UnsafeRegister(in token, () => callback(state));
    }

    /// <inheritdoc cref="Register(ref readonly CancellationToken, Action)"/>
    [Replaces(typeof(CancellationToken), nameof(CancellationToken.Register))]
    public static CancellationTokenRegistration Register(ref readonly CancellationToken token, Action<object?> callback,
        object? state, bool useSynchronizationContext)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Register(in token, () => callback(state), useSynchronizationContext);
    }

    /// <inheritdoc cref="Register(ref readonly CancellationToken, Action)"/>
    [Replaces(typeof(CancellationToken), nameof(CancellationToken.Register))]
    public static CancellationTokenRegistration Register(ref readonly CancellationToken token,
        Action<object?, CancellationToken> callback, object? state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var canceled = token;
        return Register(in token, () => callback(state, canceled));
    }

    /// <inheritdoc cref="UnsafeRegister(ref readonly CancellationToken, Action{object}, object)"/>
    [Replaces(typeof(CancellationToken), nameof(CancellationToken.UnsafeRegister))]
    public static CancellationTokenRegistration UnsafeRegister(ref readonly CancellationToken token,
        Action<object?, CancellationToken> callback, object? state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var canceled = token;
        return UnsafeRegister(in token, () => callback(state, canceled));
    }

    /// <summary>What is set when the token is cancelled, to wait for it beside something else; null: it never is.</summary>
    internal static EventState? SignalOf(CancellationToken token) => CancellationTokenSource.Of(token)?.Canceled;

    private static CancellationTokenRegistration UnsafeRegister(ref readonly CancellationToken token, Action callback) =>
        CancellationTokenSource.Of(token) is { } source
            ? source.Register(callback)
            : new CancellationTokenRegistration(token.UnsafeRegister(static call => ((Action)call!)(), callback));

    // Sent to the context that is the caller's now.
    private static Action OnContext(Action callback) => SynchronizationContext.Current is { } context
        ? () => context.Send(static call => ((Action)call!)(), callback)
        : callback;
}
