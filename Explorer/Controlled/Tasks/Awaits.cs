namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What the compiler calls for <c>await</c>.</summary>
public static class Awaits
{
    /// <summary>For <c>await task</c>.</summary>
    [Replaces(typeof(Task), nameof(Task.GetAwaiter))]
    public static TaskAwaiter GetAwaiter(Task task) => new(task);

    /// <summary>For <c>await task</c>.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.GetAwaiter))]
    public static TaskAwaiter<TResult> GetAwaiter<TResult>(Task<TResult> task) => new(task);

    /// <summary>For <c>await task.ConfigureAwait(false)</c>.</summary>
    [Replaces(typeof(Task), nameof(Task.ConfigureAwait))]
    public static ConfiguredTaskAwaitable ConfigureAwait(Task task, bool continueOnCapturedContext) =>
        new(task, Options(continueOnCapturedContext));

    /// <summary>For <c>await task.ConfigureAwait(options)</c>.</summary>
    [Replaces(typeof(Task), nameof(Task.ConfigureAwait))]
    public static ConfiguredTaskAwaitable ConfigureAwait(Task task, ConfigureAwaitOptions options)
    {
        _ = task.ConfigureAwait(options); // which checks them
        return new(task, options);
    }

    /// <summary>For <c>await task.ConfigureAwait(false)</c>.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ConfigureAwait))]
    public static ConfiguredTaskAwaitable<TResult> ConfigureAwait<TResult>(Task<TResult> task, bool continueOnCapturedContext) =>
        new(task, Options(continueOnCapturedContext));

    /// <summary>For <c>await task.ConfigureAwait(options)</c>.</summary>
    [Replaces(typeof(Task<>), nameof(Task<>.ConfigureAwait))]
    public static ConfiguredTaskAwaitable<TResult> ConfigureAwait<TResult>(Task<TResult> task, ConfigureAwaitOptions options)
    {
        _ = task.ConfigureAwait(options); // which checks them
        return new(task, options);
    }

    /// <summary>For <c>await Task.Yield()</c>.</summary>
    [Replaces(typeof(Task), nameof(Task.Yield))]
    public static YieldAwaitable Yield() => default;

    private static ConfigureAwaitOptions Options(bool continueOnCapturedContext) =>
        continueOnCapturedContext ? ConfigureAwaitOptions.ContinueOnCapturedContext : ConfigureAwaitOptions.None;
}
