namespace Workbook.Concurrency.Async;

/// <summary>One thing to run on the thread of an <see cref="AsyncContext"/>.</summary>
/// <param name="Callback">What to run.</param>
/// <param name="State">Its argument.</param>
/// <param name="Flow">Where the ambient values of the one who queued it come from; null: run it without them.</param>
/// <param name="Sender">Completed by the callback; a thread may be blocked on it, so it fails when the work is dropped.</param>
internal readonly record struct Work(
    SendOrPostCallback Callback, object? State, ExecutionContext? Flow = null, TaskCompletionSource? Sender = null)
{
    public void Run()
    {
        // Also keeps what the callback does to ambient values away from the work that runs next on this thread.
        if (Flow is null) Callback(State);
        else ExecutionContext.Run(Flow, Callback.Invoke, State);
    }

    public void Drop() => Sender?.TrySetException(WorkQueue.Ended());
}
