// An operation of a channel that waits. It stands in one of the channel's lists until a step takes it out: who does that
// completes it, in a step of its own. So it is completed once, with an item, with an error, or by its token.

using System.Diagnostics;
using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Channels;

/// <summary>A read, a write or a wait that could not be done at once.</summary>
[DebuggerStepThrough]
internal sealed class ChannelWait<TResult>
{
    private readonly TaskCompletionSource<TResult> _promise;
    private CancellationTokenRegistration _registration;

    /// <param name="name">As the timeline calls it.</param>
    /// <param name="isSynchronous">Whether what awaits it may run on the thread that completes it.</param>
    /// <param name="remedy">What somebody would have to do, to whom it is told that nobody does.</param>
    public ChannelWait(string name, bool isSynchronous, string remedy)
    {
        _promise = new(isSynchronous ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        if (Execution.Current is { } execution)
            TaskStates.Bind(execution, _promise.Task, new TaskState(name) { Remedy = remedy });
    }

    public Task<TResult> Task => _promise.Task;

    /// <summary>Ends it when the token is cancelled, if <paramref name="takeOut"/> then finds it in its list.</summary>
    public void EndWith(CancellationToken token, Func<bool> takeOut)
    {
        if (!token.CanBeCanceled) return;
        var registration = CancellationTokens.Register(in token, () =>
        {
            if (takeOut()) Finish(System.Threading.Tasks.Task.FromCanceled<TResult>(token));
        });
        if (Task.IsCompleted) registration.Unregister(); // meanwhile
        else _registration = registration;
    }

    public void Complete(TResult result) => Finish(System.Threading.Tasks.Task.FromResult(result));

    /// <summary>Throws that where it is awaited; of a cancellation the task is cancelled.</summary>
    public void Fail(Exception error) => Finish(Thrown(error));

    /// <summary>Cancels it, by no token.</summary>
    public void Cancel() => Finish(System.Threading.Tasks.Task.FromCanceled<TResult>(new CancellationToken(true)));

    private void Finish(Task<TResult> how)
    {
        _registration.Unregister();
        TaskStates.Complete(Task);
        _promise.TrySetFromTask(how);
    }

    // Ends at once: what an async method throws makes a task that is faulted, or cancelled.
    private static async Task<TResult> Thrown(Exception error)
    {
        await System.Threading.Tasks.Task.CompletedTask;
        throw error;
    }
}
