namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What rewritten programs call to make a task that is started later.</summary>
public static class NewTasks
{
    /// <summary>Not started.</summary>
    [Replaces(typeof(Task), ".ctor")]
    public static Task New(Action action) =>
        New(action, CancellationToken.None, TaskCreationOptions.None);

    /// <summary>Not started, and never if the token is cancelled before.</summary>
    [Replaces(typeof(Task), ".ctor")]
    public static Task New(Action action, CancellationToken cancellationToken) =>
        New(action, cancellationToken, TaskCreationOptions.None);

    /// <summary>Not started, with options.</summary>
    [Replaces(typeof(Task), ".ctor")]
    public static Task New(Action action, TaskCreationOptions creationOptions) =>
        New(action, CancellationToken.None, creationOptions);

    /// <summary>Not started, and never if the token is cancelled before; with options.</summary>
    [Replaces(typeof(Task), ".ctor")]
    public static Task New(Action action, CancellationToken cancellationToken, TaskCreationOptions creationOptions)
    {
        ArgumentNullException.ThrowIfNull(action);
        return TaskStarts.Make(action, cancellationToken, known =>
            TaskStarts.New(known, () => TaskStarts.Body(known, action), cancellationToken, creationOptions));
    }

    /// <summary>Not started.</summary>
    [Replaces(typeof(Task), ".ctor")]
    public static Task New(Action<object?> action, object? state) =>
        New(action, state, CancellationToken.None, TaskCreationOptions.None);

    /// <summary>Not started, and never if the token is cancelled before.</summary>
    [Replaces(typeof(Task), ".ctor")]
    public static Task New(Action<object?> action, object? state, CancellationToken cancellationToken) =>
        New(action, state, cancellationToken, TaskCreationOptions.None);

    /// <summary>Not started, with options.</summary>
    [Replaces(typeof(Task), ".ctor")]
    public static Task New(Action<object?> action, object? state, TaskCreationOptions creationOptions) =>
        New(action, state, CancellationToken.None, creationOptions);

    /// <summary>Not started, and never if the token is cancelled before; with options.</summary>
    [Replaces(typeof(Task), ".ctor")]
    public static Task New(Action<object?> action, object? state, CancellationToken cancellationToken,
        TaskCreationOptions creationOptions)
    {
        ArgumentNullException.ThrowIfNull(action);
        return TaskStarts.Make(action, cancellationToken, known =>
            TaskStarts.New(known, value => TaskStarts.Body(known, () => action(value)), state, cancellationToken,
                creationOptions));
    }
}
