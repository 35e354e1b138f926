using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call for <see cref="Task.ContinueWith(Action{Task})"/>: a promise, kept by what is queued once the task
/// is completed.</summary>
public static class ContinuationTasks
{
    /// <summary>Done after the task.</summary>
    [Replaces(typeof(Task), nameof(Task.ContinueWith))]
    public static Task ContinueWith(Task task, Action<Task> continuationAction) =>
        ContinueWith(task, continuationAction, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    /// <summary>Done after the task, unless the token is cancelled before.</summary>
    [Replaces(typeof(Task), nameof(Task.ContinueWith))]
    public static Task ContinueWith(Task task, Action<Task> continuationAction, CancellationToken cancellationToken) =>
        ContinueWith(task, continuationAction, cancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);

    /// <summary>Done after the task, if the options say so.</summary>
    [Replaces(typeof(Task), nameof(Task.ContinueWith))]
    public static Task ContinueWith(Task task, Action<Task> continuationAction, TaskContinuationOptions continuationOptions) =>
        ContinueWith(task, continuationAction, CancellationToken.None, continuationOptions, TaskScheduler.Default);

    /// <summary>Done after the task, on a scheduler.</summary>
    [Replaces(typeof(Task), nameof(Task.ContinueWith))]
    public static Task ContinueWith(Task task, Action<Task> continuationAction, TaskScheduler scheduler) =>
        ContinueWith(task, continuationAction, CancellationToken.None, TaskContinuationOptions.None, scheduler);

    /// <summary>Done after the task, if the options say so, on a scheduler.</summary>
    [Replaces(typeof(Task), nameof(Task.ContinueWith))]
    public static Task ContinueWith(Task task, Action<Task> continuationAction, CancellationToken cancellationToken,
        TaskContinuationOptions continuationOptions, TaskScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(continuationAction);
        return After(task, () => { continuationAction(task); return true; }, cancellationToken, continuationOptions, scheduler);
    }

    /// <summary>Computed after the task.</summary>
    [Replaces(typeof(Task), nameof(Task.ContinueWith))]
    public static Task<TResult> ContinueWith<TResult>(Task task, Func<Task, TResult> continuationFunction) =>
        After(task, () => continuationFunction(task));

    /// <summary>Done after the task.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task ContinueWith<TResult>(Task<TResult> task, Action<Task<TResult>> continuationAction) =>
        After(task, () => { continuationAction(task); return true; });

    /// <summary>Done after the task, if the options say so.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task ContinueWith<TResult>(Task<TResult> task, Action<Task<TResult>> continuationAction, TaskContinuationOptions continuationOptions) =>
        After(task, () => { continuationAction(task); return true; }, options: continuationOptions);

    /// <summary>Computed after the task.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task<TNewResult> ContinueWith<TResult, TNewResult>(Task<TResult> task, Func<Task<TResult>, TNewResult> continuationFunction) =>
        After(task, () => continuationFunction(task));

    private static Task<T> After<T>(Task task, Func<T> body, CancellationToken cancel = default, TaskContinuationOptions options = default,
        TaskScheduler? scheduler = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        var context = ExecutionContext.Capture();
        var promise = new TaskCompletionSource<T>();
        Promises.After(task, () =>
        {
            if (!Matches(task, options) || CancellationTokens.IsCancellationRequested(in cancel)) Keep(promise, () => Task.FromCanceled<T>(Canceled(cancel)));
            else if (options.HasFlag(TaskContinuationOptions.ExecuteSynchronously)) Run();
            else if (scheduler is null or ControlledScheduler || scheduler == TaskScheduler.Default) ControlledScheduler.Queue("continuation", Run);
            else new Task(Run).Start(scheduler);
        });
        return promise.Task;

        void Run()
        {
            Func<Task<T>> result;
            try
            {
                var value = default(T)!;
                Flow.Run(context, () => value = body());
                result = () => Task.FromResult(value);
            }
            catch (OperationCanceledException e) when (cancel.CanBeCanceled && e.CancellationToken == cancel && cancel.IsCancellationRequested)
            {
                result = () => Task.FromCanceled<T>(cancel);
            }
            catch (Exception e) when (e is not ExecutionAborted) { result = () => Task.FromException<T>(e); }
            Keep(promise, result);
        }
    }

    private static void Keep<T>(TaskCompletionSource<T> promise, Func<Task<T>> result)
    {
        TaskStates.Complete(promise.Task);
        promise.SetFromTask(result());
    }

    private static CancellationToken Canceled(CancellationToken cancel) => cancel.IsCancellationRequested ? cancel : new CancellationToken(true);

    private static bool Matches(Task task, TaskContinuationOptions options) => task.Status switch
    {
        TaskStatus.RanToCompletion => !options.HasFlag(TaskContinuationOptions.NotOnRanToCompletion),
        TaskStatus.Faulted => !options.HasFlag(TaskContinuationOptions.NotOnFaulted),
        _ => !options.HasFlag(TaskContinuationOptions.NotOnCanceled),
    };
}
