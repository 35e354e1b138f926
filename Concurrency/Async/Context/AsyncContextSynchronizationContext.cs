namespace Workbook.Concurrency.Async;

/// <summary>How <c>await</c> and <c>async void</c> reach an <see cref="AsyncContext"/>.</summary>
internal sealed class AsyncContextSynchronizationContext(AsyncContext context) : SynchronizationContext
{
    public AsyncContext Context => context;

    /// <summary>Queues the callback. An exception of it comes out of <see cref="AsyncContext.Execute()"/>. After the context
    /// has ended, the callback is dropped.</summary>
    public override void Post(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        context.TryAdd(new Work(d, state, ExecutionContext.Capture()));
    }

    /// <summary>Runs the callback on the thread of the context, at once when that is the calling one; otherwise blocks until
    /// it has run. An exception of it comes out here.</summary>
    /// <exception cref="InvalidOperationException">The context has ended, or ended before it came to the callback.</exception>
    public override void Send(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        if (context.IsExecutedByCurrentThread)
        {
            SynchronizationContextSwitcher.ApplyContext(this, () => d(state));
            return;
        }

        var sender = new TaskCompletionSource();
        void RunAndTell(object? _)
        {
            try
            {
                d(state);
                sender.TrySetResult();
            }
            catch (Exception e) { sender.TrySetException(e); } // to the one who sent it, not to the context
        }

        if (!context.TryAdd(new Work(RunAndTell, State: null, ExecutionContext.Capture(), sender))) throw WorkQueue.Ended();
        sender.Task.GetAwaiter().GetResult();
    }

    public override void OperationStarted() => context.OperationStarted();

    public override void OperationCompleted() => context.OperationCompleted();

    public override SynchronizationContext CreateCopy() => new AsyncContextSynchronizationContext(context);

    /// <summary>Copies are equal: they lead to the same thread.</summary>
    public override bool Equals(object? obj) => obj is AsyncContextSynchronizationContext other && other.Context == context;

    public override int GetHashCode() => context.GetHashCode();
}
