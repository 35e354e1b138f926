namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call to make a task that is started later.</summary>
public static class NewTasksOfT
{
    /// <summary>Not started.</summary>
    [Replaces(typeof(Task<>), ".ctor")]
    public static Task<TResult> New<TResult>(Func<TResult> function) =>
        New(function, CancellationToken.None, TaskCreationOptions.None);

    /// <summary>Not started, and never if the token is cancelled before.</summary>
    [Replaces(typeof(Task<>), ".ctor")]
    public static Task<TResult> New<TResult>(Func<TResult> function, CancellationToken cancellationToken) =>
        New(function, cancellationToken, TaskCreationOptions.None);

    /// <summary>Not started, with options.</summary>
    [Replaces(typeof(Task<>), ".ctor")]
    public static Task<TResult> New<TResult>(Func<TResult> function, TaskCreationOptions creationOptions) =>
        New(function, CancellationToken.None, creationOptions);

    /// <summary>Not started, and never if the token is cancelled before; with options.</summary>
    [Replaces(typeof(Task<>), ".ctor")]
    public static Task<TResult> New<TResult>(Func<TResult> function, CancellationToken cancellationToken,
        TaskCreationOptions creationOptions)
    {
        ArgumentNullException.ThrowIfNull(function, "action");
        return TaskStarts.Make(function, cancellationToken, known =>
            TaskStarts.New(known, () => TaskStarts.Body(known, function), cancellationToken, creationOptions));
    }

    /// <summary>Not started.</summary>
    [Replaces(typeof(Task<>), ".ctor")]
    public static Task<TResult> New<TResult>(Func<object?, TResult> function, object? state) =>
        New(function, state, CancellationToken.None, TaskCreationOptions.None);

    /// <summary>Not started, and never if the token is cancelled before.</summary>
    [Replaces(typeof(Task<>), ".ctor")]
    public static Task<TResult> New<TResult>(Func<object?, TResult> function, object? state,
        CancellationToken cancellationToken) =>
        New(function, state, cancellationToken, TaskCreationOptions.None);

    /// <summary>Not started, with options.</summary>
    [Replaces(typeof(Task<>), ".ctor")]
    public static Task<TResult> New<TResult>(Func<object?, TResult> function, object? state,
        TaskCreationOptions creationOptions) =>
        New(function, state, CancellationToken.None, creationOptions);

    /// <summary>Not started, and never if the token is cancelled before; with options.</summary>
    [Replaces(typeof(Task<>), ".ctor")]
    public static Task<TResult> New<TResult>(Func<object?, TResult> function, object? state, CancellationToken cancellationToken,
        TaskCreationOptions creationOptions)
    {
        ArgumentNullException.ThrowIfNull(function, "action");
        return TaskStarts.Make(function, cancellationToken, known =>
            TaskStarts.New(known, value => TaskStarts.Body(known, () => function(value)), state, cancellationToken,
                creationOptions));
    }
}
