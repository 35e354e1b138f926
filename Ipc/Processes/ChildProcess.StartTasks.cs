namespace Workbook.Ipc.Processes;

// The functions that return a task: the child waits for it, and the result is what the task comes to.
public partial class ChildProcess
{
    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess Create(Func<Task> function, ChildOptions? options = null) =>
        new(function, [], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess Start(Func<Task> function, ChildOptions? options = null) =>
        Started(Create(function, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess Create<T1>(Func<T1, Task> function, T1 first, ChildOptions? options = null) =>
        new(function, [first], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess Start<T1>(Func<T1, Task> function, T1 first, ChildOptions? options = null) =>
        Started(Create(function, first, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess Create<T1, T2>(Func<T1, T2, Task> function, T1 first, T2 second, ChildOptions? options = null) =>
        new(function, [first, second], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess Start<T1, T2>(Func<T1, T2, Task> function, T1 first, T2 second, ChildOptions? options = null) =>
        Started(Create(function, first, second, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess Create<T1, T2, T3>(
        Func<T1, T2, T3, Task> function, T1 first, T2 second, T3 third, ChildOptions? options = null) =>
        new(function, [first, second, third], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess Start<T1, T2, T3>(
        Func<T1, T2, T3, Task> function, T1 first, T2 second, T3 third, ChildOptions? options = null) =>
        Started(Create(function, first, second, third, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess Create<T1, T2, T3, T4>(
        Func<T1, T2, T3, T4, Task> function, T1 first, T2 second, T3 third, T4 fourth, ChildOptions? options = null) =>
        new(function, [first, second, third, fourth], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess Start<T1, T2, T3, T4>(
        Func<T1, T2, T3, T4, Task> function, T1 first, T2 second, T3 third, T4 fourth, ChildOptions? options = null) =>
        Started(Create(function, first, second, third, fourth, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess Create<T1, T2, T3, T4, T5>(
        Func<T1, T2, T3, T4, T5, Task> function,
        T1 first, T2 second, T3 third, T4 fourth, T5 fifth, ChildOptions? options = null) =>
        new(function, [first, second, third, fourth, fifth], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess Start<T1, T2, T3, T4, T5>(
        Func<T1, T2, T3, T4, T5, Task> function,
        T1 first, T2 second, T3 third, T4 fourth, T5 fifth, ChildOptions? options = null) =>
        Started(Create(function, first, second, third, fourth, fifth, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Create<TResult>(Func<Task<TResult>> function, ChildOptions? options = null) =>
        new(function, [], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Start<TResult>(Func<Task<TResult>> function, ChildOptions? options = null) =>
        Started(Create(function, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Create<T1, TResult>(
        Func<T1, Task<TResult>> function, T1 first, ChildOptions? options = null) =>
        new(function, [first], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Start<T1, TResult>(
        Func<T1, Task<TResult>> function, T1 first, ChildOptions? options = null) =>
        Started(Create(function, first, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Create<T1, T2, TResult>(
        Func<T1, T2, Task<TResult>> function, T1 first, T2 second, ChildOptions? options = null) =>
        new(function, [first, second], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Start<T1, T2, TResult>(
        Func<T1, T2, Task<TResult>> function, T1 first, T2 second, ChildOptions? options = null) =>
        Started(Create(function, first, second, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Create<T1, T2, T3, TResult>(
        Func<T1, T2, T3, Task<TResult>> function, T1 first, T2 second, T3 third, ChildOptions? options = null) =>
        new(function, [first, second, third], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Start<T1, T2, T3, TResult>(
        Func<T1, T2, T3, Task<TResult>> function, T1 first, T2 second, T3 third, ChildOptions? options = null) =>
        Started(Create(function, first, second, third, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Create<T1, T2, T3, T4, TResult>(
        Func<T1, T2, T3, T4, Task<TResult>> function, T1 first, T2 second, T3 third, T4 fourth, ChildOptions? options = null) =>
        new(function, [first, second, third, fourth], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Start<T1, T2, T3, T4, TResult>(
        Func<T1, T2, T3, T4, Task<TResult>> function, T1 first, T2 second, T3 third, T4 fourth, ChildOptions? options = null) =>
        Started(Create(function, first, second, third, fourth, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Create<T1, T2, T3, T4, T5, TResult>(
        Func<T1, T2, T3, T4, T5, Task<TResult>> function,
        T1 first, T2 second, T3 third, T4 fourth, T5 fifth, ChildOptions? options = null) =>
        new(function, [first, second, third, fourth, fifth], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Start<T1, T2, T3, T4, T5, TResult>(
        Func<T1, T2, T3, T4, T5, Task<TResult>> function,
        T1 first, T2 second, T3 third, T4 fourth, T5 fifth, ChildOptions? options = null) =>
        Started(Create(function, first, second, third, fourth, fifth, options));
}
