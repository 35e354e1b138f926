namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call for the overloads of <c>ContinueWhenAll</c> of a factory.</summary>
public static class ContinuationsOfAll
{
    /// <summary>Done once all are completed.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task ContinueWhenAll(TaskFactory factory, Task[] tasks, Action<Task[]> continuationAction) =>
        ContinuationsOf.All(tasks, continuationAction, done => { continuationAction(done); return true; },
            factory.CancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Done once all are completed, unless the token is cancelled before.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task ContinueWhenAll(TaskFactory factory, Task[] tasks, Action<Task[]> continuationAction,
        CancellationToken cancellationToken) =>
        ContinuationsOf.All(tasks, continuationAction, done => { continuationAction(done); return true; },
            cancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Done once all are completed, with options.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task ContinueWhenAll(TaskFactory factory, Task[] tasks, Action<Task[]> continuationAction,
        TaskContinuationOptions continuationOptions) =>
        ContinuationsOf.All(tasks, continuationAction, done => { continuationAction(done); return true; },
            factory.CancellationToken, continuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Done once all are completed, unless the token is cancelled before, on a scheduler.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task ContinueWhenAll(TaskFactory factory, Task[] tasks, Action<Task[]> continuationAction,
        CancellationToken cancellationToken, TaskContinuationOptions continuationOptions, TaskScheduler scheduler) =>
        ContinuationsOf.All(tasks, continuationAction, done => { continuationAction(done); return true; },
            cancellationToken, continuationOptions, scheduler);

    /// <summary>Computed once all are completed.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task<TResult> ContinueWhenAll<TResult>(TaskFactory factory, Task[] tasks,
        Func<Task[], TResult> continuationFunction) =>
        ContinuationsOf.All(tasks, continuationFunction, done => continuationFunction(done),
            factory.CancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Computed once all are completed, unless the token is cancelled before.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task<TResult> ContinueWhenAll<TResult>(TaskFactory factory, Task[] tasks,
        Func<Task[], TResult> continuationFunction, CancellationToken cancellationToken) =>
        ContinuationsOf.All(tasks, continuationFunction, done => continuationFunction(done),
            cancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Computed once all are completed, with options.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task<TResult> ContinueWhenAll<TResult>(TaskFactory factory, Task[] tasks,
        Func<Task[], TResult> continuationFunction, TaskContinuationOptions continuationOptions) =>
        ContinuationsOf.All(tasks, continuationFunction, done => continuationFunction(done),
            factory.CancellationToken, continuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Computed once all are completed, unless the token is cancelled before, on a scheduler.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task<TResult> ContinueWhenAll<TResult>(TaskFactory factory, Task[] tasks,
        Func<Task[], TResult> continuationFunction, CancellationToken cancellationToken,
        TaskContinuationOptions continuationOptions, TaskScheduler scheduler) =>
        ContinuationsOf.All(tasks, continuationFunction, done => continuationFunction(done),
            cancellationToken, continuationOptions, scheduler);

    /// <summary>Done once all are completed.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task ContinueWhenAll<TAntecedentResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Action<Task<TAntecedentResult>[]> continuationAction) =>
        ContinuationsOf.All(tasks, continuationAction, done => { continuationAction(done); return true; },
            factory.CancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Done once all are completed, unless the token is cancelled before.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task ContinueWhenAll<TAntecedentResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Action<Task<TAntecedentResult>[]> continuationAction, CancellationToken cancellationToken) =>
        ContinuationsOf.All(tasks, continuationAction, done => { continuationAction(done); return true; },
            cancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Done once all are completed, with options.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task ContinueWhenAll<TAntecedentResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Action<Task<TAntecedentResult>[]> continuationAction, TaskContinuationOptions continuationOptions) =>
        ContinuationsOf.All(tasks, continuationAction, done => { continuationAction(done); return true; },
            factory.CancellationToken, continuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Done once all are completed, unless the token is cancelled before, on a scheduler.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task ContinueWhenAll<TAntecedentResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Action<Task<TAntecedentResult>[]> continuationAction, CancellationToken cancellationToken,
        TaskContinuationOptions continuationOptions, TaskScheduler scheduler) =>
        ContinuationsOf.All(tasks, continuationAction, done => { continuationAction(done); return true; },
            cancellationToken, continuationOptions, scheduler);

    /// <summary>Computed once all are completed.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task<TResult> ContinueWhenAll<TAntecedentResult, TResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Func<Task<TAntecedentResult>[], TResult> continuationFunction) =>
        ContinuationsOf.All(tasks, continuationFunction, done => continuationFunction(done),
            factory.CancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Computed once all are completed, unless the token is cancelled before.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task<TResult> ContinueWhenAll<TAntecedentResult, TResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Func<Task<TAntecedentResult>[], TResult> continuationFunction, CancellationToken cancellationToken) =>
        ContinuationsOf.All(tasks, continuationFunction, done => continuationFunction(done),
            cancellationToken, factory.ContinuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Computed once all are completed, with options.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task<TResult> ContinueWhenAll<TAntecedentResult, TResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Func<Task<TAntecedentResult>[], TResult> continuationFunction, TaskContinuationOptions continuationOptions) =>
        ContinuationsOf.All(tasks, continuationFunction, done => continuationFunction(done),
            factory.CancellationToken, continuationOptions, factory.Scheduler ?? Schedulers.Current);

    /// <summary>Computed once all are completed, unless the token is cancelled before, on a scheduler.</summary>
    [Replaces(typeof(TaskFactory), nameof(TaskFactory.ContinueWhenAll))]
    public static Task<TResult> ContinueWhenAll<TAntecedentResult, TResult>(TaskFactory factory, Task<TAntecedentResult>[] tasks,
        Func<Task<TAntecedentResult>[], TResult> continuationFunction, CancellationToken cancellationToken,
        TaskContinuationOptions continuationOptions, TaskScheduler scheduler) =>
        ContinuationsOf.All(tasks, continuationFunction, done => continuationFunction(done),
            cancellationToken, continuationOptions, scheduler);
}
