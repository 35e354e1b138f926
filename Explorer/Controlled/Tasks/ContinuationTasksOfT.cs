// Each overload of the platform's comes down to one of the four in ContinuationsOf. Who gives no scheduler means the current one.

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call for the overloads of <see
/// cref="Task{TResult}.ContinueWith(Action{Task{TResult}})"/>.</summary>
public static class ContinuationTasksOfT
{
    /// <summary>Done after the task.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task ContinueWith<TResult>(Task<TResult> task, Action<Task<TResult>> continuationAction) =>
        ContinuationsOf.After(task, continuationAction, () => { continuationAction(task); return true; },
            null, CancellationToken.None, TaskContinuationOptions.None, Schedulers.Current);

    /// <summary>Done after the task, unless the token is cancelled before.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task ContinueWith<TResult>(Task<TResult> task, Action<Task<TResult>> continuationAction,
        CancellationToken cancellationToken) =>
        ContinuationsOf.After(task, continuationAction, () => { continuationAction(task); return true; },
            null, cancellationToken, TaskContinuationOptions.None, Schedulers.Current);

    /// <summary>Done after the task, on a scheduler.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task ContinueWith<TResult>(Task<TResult> task, Action<Task<TResult>> continuationAction,
        TaskScheduler scheduler) =>
        ContinuationsOf.After(task, continuationAction, () => { continuationAction(task); return true; },
            null, CancellationToken.None, TaskContinuationOptions.None, scheduler);

    /// <summary>Done after the task, if the options say so.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task ContinueWith<TResult>(Task<TResult> task, Action<Task<TResult>> continuationAction,
        TaskContinuationOptions continuationOptions) =>
        ContinuationsOf.After(task, continuationAction, () => { continuationAction(task); return true; },
            null, CancellationToken.None, continuationOptions, Schedulers.Current);

    /// <summary>Done after the task, unless the token is cancelled before, if the options say so, on a scheduler.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task ContinueWith<TResult>(Task<TResult> task, Action<Task<TResult>> continuationAction,
        CancellationToken cancellationToken, TaskContinuationOptions continuationOptions, TaskScheduler scheduler) =>
        ContinuationsOf.After(task, continuationAction, () => { continuationAction(task); return true; },
            null, cancellationToken, continuationOptions, scheduler);

    /// <summary>Computed after the task.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task<TNewResult> ContinueWith<TResult, TNewResult>(Task<TResult> task,
        Func<Task<TResult>, TNewResult> continuationFunction) =>
        ContinuationsOf.After(task, continuationFunction, () => continuationFunction(task),
            null, CancellationToken.None, TaskContinuationOptions.None, Schedulers.Current);

    /// <summary>Computed after the task, unless the token is cancelled before.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task<TNewResult> ContinueWith<TResult, TNewResult>(Task<TResult> task,
        Func<Task<TResult>, TNewResult> continuationFunction, CancellationToken cancellationToken) =>
        ContinuationsOf.After(task, continuationFunction, () => continuationFunction(task),
            null, cancellationToken, TaskContinuationOptions.None, Schedulers.Current);

    /// <summary>Computed after the task, on a scheduler.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task<TNewResult> ContinueWith<TResult, TNewResult>(Task<TResult> task,
        Func<Task<TResult>, TNewResult> continuationFunction, TaskScheduler scheduler) =>
        ContinuationsOf.After(task, continuationFunction, () => continuationFunction(task),
            null, CancellationToken.None, TaskContinuationOptions.None, scheduler);

    /// <summary>Computed after the task, if the options say so.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task<TNewResult> ContinueWith<TResult, TNewResult>(Task<TResult> task,
        Func<Task<TResult>, TNewResult> continuationFunction, TaskContinuationOptions continuationOptions) =>
        ContinuationsOf.After(task, continuationFunction, () => continuationFunction(task),
            null, CancellationToken.None, continuationOptions, Schedulers.Current);

    /// <summary>Computed after the task, unless the token is cancelled before, if the options say so, on a scheduler.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task<TNewResult> ContinueWith<TResult, TNewResult>(Task<TResult> task,
        Func<Task<TResult>, TNewResult> continuationFunction, CancellationToken cancellationToken,
        TaskContinuationOptions continuationOptions, TaskScheduler scheduler) =>
        ContinuationsOf.After(task, continuationFunction, () => continuationFunction(task),
            null, cancellationToken, continuationOptions, scheduler);

    /// <summary>Done after the task.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task ContinueWith<TResult>(Task<TResult> task, Action<Task<TResult>, object?> continuationAction,
        object? state) =>
        ContinuationsOf.After(task, continuationAction, () => { continuationAction(task, state); return true; },
            state, CancellationToken.None, TaskContinuationOptions.None, Schedulers.Current);

    /// <summary>Done after the task, unless the token is cancelled before.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task ContinueWith<TResult>(Task<TResult> task, Action<Task<TResult>, object?> continuationAction,
        object? state, CancellationToken cancellationToken) =>
        ContinuationsOf.After(task, continuationAction, () => { continuationAction(task, state); return true; },
            state, cancellationToken, TaskContinuationOptions.None, Schedulers.Current);

    /// <summary>Done after the task, on a scheduler.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task ContinueWith<TResult>(Task<TResult> task, Action<Task<TResult>, object?> continuationAction,
        object? state, TaskScheduler scheduler) =>
        ContinuationsOf.After(task, continuationAction, () => { continuationAction(task, state); return true; },
            state, CancellationToken.None, TaskContinuationOptions.None, scheduler);

    /// <summary>Done after the task, if the options say so.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task ContinueWith<TResult>(Task<TResult> task, Action<Task<TResult>, object?> continuationAction,
        object? state, TaskContinuationOptions continuationOptions) =>
        ContinuationsOf.After(task, continuationAction, () => { continuationAction(task, state); return true; },
            state, CancellationToken.None, continuationOptions, Schedulers.Current);

    /// <summary>Done after the task, unless the token is cancelled before, if the options say so, on a scheduler.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task ContinueWith<TResult>(Task<TResult> task, Action<Task<TResult>, object?> continuationAction,
        object? state, CancellationToken cancellationToken, TaskContinuationOptions continuationOptions,
        TaskScheduler scheduler) =>
        ContinuationsOf.After(task, continuationAction, () => { continuationAction(task, state); return true; },
            state, cancellationToken, continuationOptions, scheduler);

    /// <summary>Computed after the task.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task<TNewResult> ContinueWith<TResult, TNewResult>(Task<TResult> task,
        Func<Task<TResult>, object?, TNewResult> continuationFunction, object? state) =>
        ContinuationsOf.After(task, continuationFunction, () => continuationFunction(task, state),
            state, CancellationToken.None, TaskContinuationOptions.None, Schedulers.Current);

    /// <summary>Computed after the task, unless the token is cancelled before.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task<TNewResult> ContinueWith<TResult, TNewResult>(Task<TResult> task,
        Func<Task<TResult>, object?, TNewResult> continuationFunction, object? state, CancellationToken cancellationToken) =>
        ContinuationsOf.After(task, continuationFunction, () => continuationFunction(task, state),
            state, cancellationToken, TaskContinuationOptions.None, Schedulers.Current);

    /// <summary>Computed after the task, on a scheduler.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task<TNewResult> ContinueWith<TResult, TNewResult>(Task<TResult> task,
        Func<Task<TResult>, object?, TNewResult> continuationFunction, object? state, TaskScheduler scheduler) =>
        ContinuationsOf.After(task, continuationFunction, () => continuationFunction(task, state),
            state, CancellationToken.None, TaskContinuationOptions.None, scheduler);

    /// <summary>Computed after the task, if the options say so.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task<TNewResult> ContinueWith<TResult, TNewResult>(Task<TResult> task,
        Func<Task<TResult>, object?, TNewResult> continuationFunction, object? state,
        TaskContinuationOptions continuationOptions) =>
        ContinuationsOf.After(task, continuationFunction, () => continuationFunction(task, state),
            state, CancellationToken.None, continuationOptions, Schedulers.Current);

    /// <summary>Computed after the task, unless the token is cancelled before, if the options say so, on a scheduler.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ContinueWith))]
    public static Task<TNewResult> ContinueWith<TResult, TNewResult>(Task<TResult> task,
        Func<Task<TResult>, object?, TNewResult> continuationFunction, object? state, CancellationToken cancellationToken,
        TaskContinuationOptions continuationOptions, TaskScheduler scheduler) =>
        ContinuationsOf.After(task, continuationFunction, () => continuationFunction(task, state),
            state, cancellationToken, continuationOptions, scheduler);
}
