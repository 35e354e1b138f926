// One event, awaited:
//
//      FromEvent                     whoever raises the event             the awaiter
//      subscribe(handler)
//      returns a task                handler: remembers the arguments
//                                                                         unsubscribe(handler), then the task completes
//
//   I1  What was subscribed is unsubscribed once, before the task completes; what was not is not.

namespace Workbook.Concurrency.Async.Interop;

/// <summary>Makes tasks of events: each completes at the next time that the event is raised.</summary>
/// <remarks>
/// <para>It is not for a stream of events: between the completion of one task and the call for the next, raised ones are
/// missed.</para>
/// <para>All forms: <c>subscribe</c> and <c>unsubscribe</c> add and remove a handler, as in
/// <c>h => timer.Elapsed += h, h => timer.Elapsed -= h</c>. The first runs at once. The second runs before the task
/// completes: by default in the context of the call, for sources that belong to one thread; with
/// <c>unsubscribeOnCapturedContext</c> false on the pool. A cancelled token cancels the task; one that is cancelled at the
/// call does so without subscribing. An exception of either function is the task's.</para>
/// </remarks>
public static class EventAsyncFactory
{
    /// <summary>For an <see cref="EventHandler"/>.</summary>
    public static Task<EventArguments<object, EventArgs>> FromEvent(
        Action<EventHandler> subscribe, Action<EventHandler> unsubscribe) =>
        FromEvent(subscribe, unsubscribe, CancellationToken.None, true);

    /// <summary>For an <see cref="EventHandler"/>.</summary>
    public static Task<EventArguments<object, EventArgs>> FromEvent(
        Action<EventHandler> subscribe, Action<EventHandler> unsubscribe, CancellationToken cancellationToken) =>
        FromEvent(subscribe, unsubscribe, cancellationToken, true);

    /// <summary>For an <see cref="EventHandler"/>.</summary>
    public static Task<EventArguments<object, EventArgs>> FromEvent(
        Action<EventHandler> subscribe, Action<EventHandler> unsubscribe, CancellationToken cancellationToken,
        bool unsubscribeOnCapturedContext) =>
        FromAnyEvent<EventHandler, EventArguments<object, EventArgs>>(
            raised => (sender, args) => raised(new() { Sender = sender!, EventArgs = args }),
            subscribe, unsubscribe, cancellationToken, unsubscribeOnCapturedContext);

    /// <summary>For an <see cref="EventHandler{TEventArgs}"/>.</summary>
    public static Task<EventArguments<object, TEventArgs>> FromEvent<TEventArgs>(
        Action<EventHandler<TEventArgs>> subscribe, Action<EventHandler<TEventArgs>> unsubscribe) =>
        FromEvent(subscribe, unsubscribe, CancellationToken.None, true);

    /// <summary>For an <see cref="EventHandler{TEventArgs}"/>.</summary>
    public static Task<EventArguments<object, TEventArgs>> FromEvent<TEventArgs>(
        Action<EventHandler<TEventArgs>> subscribe, Action<EventHandler<TEventArgs>> unsubscribe,
        CancellationToken cancellationToken) =>
        FromEvent(subscribe, unsubscribe, cancellationToken, true);

    /// <summary>For an <see cref="EventHandler{TEventArgs}"/>.</summary>
    public static Task<EventArguments<object, TEventArgs>> FromEvent<TEventArgs>(
        Action<EventHandler<TEventArgs>> subscribe, Action<EventHandler<TEventArgs>> unsubscribe,
        CancellationToken cancellationToken, bool unsubscribeOnCapturedContext) =>
        FromEvent<EventHandler<TEventArgs>, TEventArgs>(
            static handler => handler, subscribe, unsubscribe, cancellationToken, unsubscribeOnCapturedContext);

    /// <summary>For a delegate type of its own with a sender and arguments; <paramref name="convert"/> is
    /// <c>h => h.Invoke</c>.</summary>
    public static Task<EventArguments<object, TEventArgs>> FromEvent<TDelegate, TEventArgs>(
        Func<EventHandler<TEventArgs>, TDelegate> convert, Action<TDelegate> subscribe, Action<TDelegate> unsubscribe) =>
        FromEvent(convert, subscribe, unsubscribe, CancellationToken.None, true);

    /// <summary>For a delegate type of its own with a sender and arguments; <paramref name="convert"/> is
    /// <c>h => h.Invoke</c>.</summary>
    public static Task<EventArguments<object, TEventArgs>> FromEvent<TDelegate, TEventArgs>(
        Func<EventHandler<TEventArgs>, TDelegate> convert, Action<TDelegate> subscribe, Action<TDelegate> unsubscribe,
        CancellationToken cancellationToken) =>
        FromEvent(convert, subscribe, unsubscribe, cancellationToken, true);

    /// <summary>For a delegate type of its own with a sender and arguments; <paramref name="convert"/> is
    /// <c>h => h.Invoke</c>.</summary>
    public static Task<EventArguments<object, TEventArgs>> FromEvent<TDelegate, TEventArgs>(
        Func<EventHandler<TEventArgs>, TDelegate> convert, Action<TDelegate> subscribe, Action<TDelegate> unsubscribe,
        CancellationToken cancellationToken, bool unsubscribeOnCapturedContext)
    {
        ArgumentNullException.ThrowIfNull(convert);
        return FromAnyEvent<TDelegate, EventArguments<object, TEventArgs>>(
            raised => convert((sender, args) => raised(new() { Sender = sender!, EventArgs = args })),
            subscribe, unsubscribe, cancellationToken, unsubscribeOnCapturedContext);
    }

    /// <summary>For an <see cref="Action"/>.</summary>
    public static Task FromActionEvent(Action<Action> subscribe, Action<Action> unsubscribe) =>
        FromActionEvent(subscribe, unsubscribe, CancellationToken.None, true);

    /// <summary>For an <see cref="Action"/>.</summary>
    public static Task FromActionEvent(
        Action<Action> subscribe, Action<Action> unsubscribe, CancellationToken cancellationToken) =>
        FromActionEvent(subscribe, unsubscribe, cancellationToken, true);

    /// <summary>For an <see cref="Action"/>.</summary>
    public static Task FromActionEvent(
        Action<Action> subscribe, Action<Action> unsubscribe, CancellationToken cancellationToken,
        bool unsubscribeOnCapturedContext) =>
        FromAnyEvent<Action, object?>(
            raised => () => raised(null), subscribe, unsubscribe, cancellationToken, unsubscribeOnCapturedContext);

    /// <summary>For an <see cref="Action{TEventArgs}"/>.</summary>
    public static Task<TEventArgs> FromActionEvent<TEventArgs>(
        Action<Action<TEventArgs>> subscribe, Action<Action<TEventArgs>> unsubscribe) =>
        FromActionEvent(subscribe, unsubscribe, CancellationToken.None, true);

    /// <summary>For an <see cref="Action{TEventArgs}"/>.</summary>
    public static Task<TEventArgs> FromActionEvent<TEventArgs>(
        Action<Action<TEventArgs>> subscribe, Action<Action<TEventArgs>> unsubscribe, CancellationToken cancellationToken) =>
        FromActionEvent(subscribe, unsubscribe, cancellationToken, true);

    /// <summary>For an <see cref="Action{TEventArgs}"/>.</summary>
    public static Task<TEventArgs> FromActionEvent<TEventArgs>(
        Action<Action<TEventArgs>> subscribe, Action<Action<TEventArgs>> unsubscribe, CancellationToken cancellationToken,
        bool unsubscribeOnCapturedContext) =>
        FromAnyEvent<Action<TEventArgs>, TEventArgs>(
            static raised => raised, subscribe, unsubscribe, cancellationToken, unsubscribeOnCapturedContext);

    /// <summary>For an <see cref="Action{TSender, TEventArgs}"/>.</summary>
    public static Task<EventArguments<TSender, TEventArgs>> FromActionEvent<TSender, TEventArgs>(
        Action<Action<TSender, TEventArgs>> subscribe, Action<Action<TSender, TEventArgs>> unsubscribe) =>
        FromActionEvent(subscribe, unsubscribe, CancellationToken.None, true);

    /// <summary>For an <see cref="Action{TSender, TEventArgs}"/>.</summary>
    public static Task<EventArguments<TSender, TEventArgs>> FromActionEvent<TSender, TEventArgs>(
        Action<Action<TSender, TEventArgs>> subscribe, Action<Action<TSender, TEventArgs>> unsubscribe,
        CancellationToken cancellationToken) =>
        FromActionEvent(subscribe, unsubscribe, cancellationToken, true);

    /// <summary>For an <see cref="Action{TSender, TEventArgs}"/>.</summary>
    public static Task<EventArguments<TSender, TEventArgs>> FromActionEvent<TSender, TEventArgs>(
        Action<Action<TSender, TEventArgs>> subscribe, Action<Action<TSender, TEventArgs>> unsubscribe,
        CancellationToken cancellationToken, bool unsubscribeOnCapturedContext) =>
        FromAnyEvent<Action<TSender, TEventArgs>, EventArguments<TSender, TEventArgs>>(
            raised => (sender, args) => raised(new() { Sender = sender, EventArgs = args }),
            subscribe, unsubscribe, cancellationToken, unsubscribeOnCapturedContext);

    /// <summary>For any delegate type: <paramref name="convert"/> makes a handler that gives its arguments, as one value, to
    /// the action that it gets.</summary>
    public static Task<TEventArguments> FromAnyEvent<TDelegate, TEventArguments>(
        Func<Action<TEventArguments>, TDelegate> convert, Action<TDelegate> subscribe, Action<TDelegate> unsubscribe) =>
        FromAnyEvent(convert, subscribe, unsubscribe, CancellationToken.None, true);

    /// <summary>For any delegate type: <paramref name="convert"/> makes a handler that gives its arguments, as one value, to
    /// the action that it gets.</summary>
    public static Task<TEventArguments> FromAnyEvent<TDelegate, TEventArguments>(
        Func<Action<TEventArguments>, TDelegate> convert, Action<TDelegate> subscribe, Action<TDelegate> unsubscribe,
        CancellationToken cancellationToken) =>
        FromAnyEvent(convert, subscribe, unsubscribe, cancellationToken, true);

    /// <summary>For any delegate type: <paramref name="convert"/> makes a handler that gives its arguments, as one value, to
    /// the action that it gets.</summary>
    public static Task<TEventArguments> FromAnyEvent<TDelegate, TEventArguments>(
        Func<Action<TEventArguments>, TDelegate> convert, Action<TDelegate> subscribe, Action<TDelegate> unsubscribe,
        CancellationToken cancellationToken, bool unsubscribeOnCapturedContext)
    {
        ArgumentNullException.ThrowIfNull(convert);
        ArgumentNullException.ThrowIfNull(subscribe);
        ArgumentNullException.ThrowIfNull(unsubscribe);
        return Next(convert, subscribe, unsubscribe, cancellationToken, unsubscribeOnCapturedContext);
    }

    private static async Task<TEventArguments> Next<TDelegate, TEventArguments>(
        Func<Action<TEventArguments>, TDelegate> convert, Action<TDelegate> subscribe, Action<TDelegate> unsubscribe,
        CancellationToken cancel, bool unsubscribeOnCapturedContext)
    {
        cancel.ThrowIfCancellationRequested();
        var source = TaskCompletionSourceExtensions.CreateAsyncTaskSource<TEventArguments>();
        var handler = convert(args => source.TrySetResult(args)); // the second time that the event is raised changes nothing
        subscribe(handler);
        try
        {
            using var registration = cancel.UnsafeRegister(_ => source.TrySetCanceled(cancel), null);
            return await source.Task.ConfigureAwait(unsubscribeOnCapturedContext);
        }
        finally { unsubscribe(handler); } // I1
    }
}
