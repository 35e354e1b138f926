namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call for the overloads of <c>ContinueWhenAny</c> of a factory.</summary>
public static class ContinuationsOfAny
{
    /// <summary>Done once one is completed.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task ContinueWhenAny(TaskFactory factory, Task[] tasks, Action<Task> continuationAction) =>
        ContinuationsOf.Any(tasks, continuationAction, done => { continuationAction(done); return true; },
            factory.CancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Done once one is completed, unless the token is cancelled before.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task ContinueWhenAny(TaskFactory factory, Task[] tasks, Action<Task> continuationAction,
        CancellationToken cancellationToken) =>
        ContinuationsOf.Any(tasks, continuationAction, done => { continuationAction(done); return true; },
            cancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Done once one is completed, with options.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task ContinueWhenAny(TaskFactory factory, Task[] tasks, Action<Task> continuationAction,
        TaskContinuationOptions continuationOptions) =>
        ContinuationsOf.Any(tasks, continuationAction, done => { continuationAction(done); return true; },
            factory.CancellationToken, continuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Done once one is completed, unless the token is cancelled before, on a scheduler.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task ContinueWhenAny(TaskFactory factory, Task[] tasks, Action<Task> continuationAction,
        CancellationToken cancellationToken, TaskContinuationOptions continuationOptions, TaskScheduler scheduler) =>
        ContinuationsOf.Any(tasks, continuationAction, done => { continuationAction(done); return true; },
            cancellationToken, continuationOptions, scheduler);

    /// <summary>Computed once one is completed.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task<TResult> ContinueWhenAny<TResult>(TaskFactory factory, Task[] tasks,
        Func<Task, TResult> continuationFunction) =>
        ContinuationsOf.Any(tasks, continuationFunction, done => continuationFunction(done),
            factory.CancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Computed once one is completed, unless the token is cancelled before.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task<TResult> ContinueWhenAny<TResult>(TaskFactory factory, Task[] tasks,
        Func<Task, TResult> continuationFunction, CancellationToken cancellationToken) =>
        ContinuationsOf.Any(tasks, continuationFunction, done => continuationFunction(done),
            cancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Computed once one is completed, with options.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task<TResult> ContinueWhenAny<TResult>(TaskFactory factory, Task[] tasks,
        Func<Task, TResult> continuationFunction, TaskContinuationOptions continuationOptions) =>
        ContinuationsOf.Any(tasks, continuationFunction, done => continuationFunction(done),
            factory.CancellationToken, continuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Computed once one is completed, unless the token is cancelled before, on a scheduler.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task<TResult> ContinueWhenAny<TResult>(TaskFactory factory, Task[] tasks,
        Func<Task, TResult> continuationFunction, CancellationToken cancellationToken,
        TaskContinuationOptions continuationOptions, TaskScheduler scheduler) =>
        ContinuationsOf.Any(tasks, continuationFunction, done => continuationFunction(done),
            cancellationToken, continuationOptions, scheduler);

    /// <summary>Done once one is completed.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task ContinueWhenAny<TAntecedentResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Action<Task<TAntecedentResult>> continuationAction) =>
        ContinuationsOf.Any(tasks, continuationAction, done => { continuationAction(done); return true; },
            factory.CancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Done once one is completed, unless the token is cancelled before.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task ContinueWhenAny<TAntecedentResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Action<Task<TAntecedentResult>> continuationAction, CancellationToken cancellationToken) =>
        ContinuationsOf.Any(tasks, continuationAction, done => { continuationAction(done); return true; },
            cancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Done once one is completed, with options.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task ContinueWhenAny<TAntecedentResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Action<Task<TAntecedentResult>> continuationAction, TaskContinuationOptions continuationOptions) =>
        ContinuationsOf.Any(tasks, continuationAction, done => { continuationAction(done); return true; },
            factory.CancellationToken, continuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Done once one is completed, unless the token is cancelled before, on a scheduler.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task ContinueWhenAny<TAntecedentResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Action<Task<TAntecedentResult>> continuationAction, CancellationToken cancellationToken,
        TaskContinuationOptions continuationOptions, TaskScheduler scheduler) =>
        ContinuationsOf.Any(tasks, continuationAction, done => { continuationAction(done); return true; },
            cancellationToken, continuationOptions, scheduler);

    /// <summary>Computed once one is completed.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task<TResult> ContinueWhenAny<TAntecedentResult, TResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Func<Task<TAntecedentResult>, TResult> continuationFunction) =>
        ContinuationsOf.Any(tasks, continuationFunction, done => continuationFunction(done),
            factory.CancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Computed once one is completed, unless the token is cancelled before.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task<TResult> ContinueWhenAny<TAntecedentResult, TResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Func<Task<TAntecedentResult>, TResult> continuationFunction, CancellationToken cancellationToken) =>
        ContinuationsOf.Any(tasks, continuationFunction, done => continuationFunction(done),
            cancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Computed once one is completed, with options.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task<TResult> ContinueWhenAny<TAntecedentResult, TResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Func<Task<TAntecedentResult>, TResult> continuationFunction, TaskContinuationOptions continuationOptions) =>
        ContinuationsOf.Any(tasks, continuationFunction, done => continuationFunction(done),
            factory.CancellationToken, continuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Computed once one is completed, unless the token is cancelled before, on a scheduler.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAny))]
    public static Task<TResult> ContinueWhenAny<TAntecedentResult, TResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Func<Task<TAntecedentResult>, TResult> continuationFunction, CancellationToken cancellationToken,
        TaskContinuationOptions continuationOptions, TaskScheduler scheduler) =>
        ContinuationsOf.Any(tasks, continuationFunction, done => continuationFunction(done),
            cancellationToken, continuationOptions, scheduler);
}
