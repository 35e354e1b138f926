namespace Workbook.Ipc.Processes;

// The functions that can be started, by their number of arguments. The compiler checks them; each travels as the type of the
// parameter.
public partial class ChildProcess
{
    /// <summary>Makes a child that will run <paramref name="function"/>; <see cref="Start()"/> starts it.</summary>
    /// <exception cref="ArgumentException">The function is bound to an object of this process, captures variables, or is async
    /// without a task that could be waited for.</exception>
    public static ChildProcess Create(Action function, ChildOptions? options = null) =>
        new(function, [], options);

    /// <summary>Starts a child that runs <paramref name="function"/>. Does not wait for its end.</summary>
    /// <inheritdoc cref="Create(Action, ChildOptions?)" path="/exception"/>
    /// <inheritdoc cref="Start()" path="/exception"/>
    public static ChildProcess Start(Action function, ChildOptions? options = null) =>
        Started(Create(function, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess Create<T1>(Action<T1> function, T1 first, ChildOptions? options = null) =>
        new(function, [first], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess Start<T1>(Action<T1> function, T1 first, ChildOptions? options = null) =>
        Started(Create(function, first, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess Create<T1, T2>(Action<T1, T2> function, T1 first, T2 second, ChildOptions? options = null) =>
        new(function, [first, second], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess Start<T1, T2>(Action<T1, T2> function, T1 first, T2 second, ChildOptions? options = null) =>
        Started(Create(function, first, second, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess Create<T1, T2, T3>(
        Action<T1, T2, T3> function, T1 first, T2 second, T3 third, ChildOptions? options = null) =>
        new(function, [first, second, third], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess Start<T1, T2, T3>(
        Action<T1, T2, T3> function, T1 first, T2 second, T3 third, ChildOptions? options = null) =>
        Started(Create(function, first, second, third, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess Create<T1, T2, T3, T4>(
        Action<T1, T2, T3, T4> function, T1 first, T2 second, T3 third, T4 fourth, ChildOptions? options = null) =>
        new(function, [first, second, third, fourth], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess Start<T1, T2, T3, T4>(
        Action<T1, T2, T3, T4> function, T1 first, T2 second, T3 third, T4 fourth, ChildOptions? options = null) =>
        Started(Create(function, first, second, third, fourth, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess Create<T1, T2, T3, T4, T5>(
        Action<T1, T2, T3, T4, T5> function,
        T1 first, T2 second, T3 third, T4 fourth, T5 fifth, ChildOptions? options = null) =>
        new(function, [first, second, third, fourth, fifth], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess Start<T1, T2, T3, T4, T5>(
        Action<T1, T2, T3, T4, T5> function,
        T1 first, T2 second, T3 third, T4 fourth, T5 fifth, ChildOptions? options = null) =>
        Started(Create(function, first, second, third, fourth, fifth, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Create<TResult>(Func<TResult> function, ChildOptions? options = null) =>
        new(function, [], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Start<TResult>(Func<TResult> function, ChildOptions? options = null) =>
        Started(Create(function, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Create<T1, TResult>(
        Func<T1, TResult> function, T1 first, ChildOptions? options = null) =>
        new(function, [first], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Start<T1, TResult>(
        Func<T1, TResult> function, T1 first, ChildOptions? options = null) =>
        Started(Create(function, first, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Create<T1, T2, TResult>(
        Func<T1, T2, TResult> function, T1 first, T2 second, ChildOptions? options = null) =>
        new(function, [first, second], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Start<T1, T2, TResult>(
        Func<T1, T2, TResult> function, T1 first, T2 second, ChildOptions? options = null) =>
        Started(Create(function, first, second, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Create<T1, T2, T3, TResult>(
        Func<T1, T2, T3, TResult> function, T1 first, T2 second, T3 third, ChildOptions? options = null) =>
        new(function, [first, second, third], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Start<T1, T2, T3, TResult>(
        Func<T1, T2, T3, TResult> function, T1 first, T2 second, T3 third, ChildOptions? options = null) =>
        Started(Create(function, first, second, third, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Create<T1, T2, T3, T4, TResult>(
        Func<T1, T2, T3, T4, TResult> function, T1 first, T2 second, T3 third, T4 fourth, ChildOptions? options = null) =>
        new(function, [first, second, third, fourth], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Start<T1, T2, T3, T4, TResult>(
        Func<T1, T2, T3, T4, TResult> function, T1 first, T2 second, T3 third, T4 fourth, ChildOptions? options = null) =>
        Started(Create(function, first, second, third, fourth, options));

    /// <inheritdoc cref="Create(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Create<T1, T2, T3, T4, T5, TResult>(
        Func<T1, T2, T3, T4, T5, TResult> function,
        T1 first, T2 second, T3 third, T4 fourth, T5 fifth, ChildOptions? options = null) =>
        new(function, [first, second, third, fourth, fifth], options);

    /// <inheritdoc cref="Start(Action, ChildOptions?)"/>
    public static ChildProcess<TResult> Start<T1, T2, T3, T4, T5, TResult>(
        Func<T1, T2, T3, T4, T5, TResult> function,
        T1 first, T2 second, T3 third, T4 fourth, T5 fifth, ChildOptions? options = null) =>
        Started(Create(function, first, second, third, fourth, fifth, options));

    private static T Started<T>(T child) where T : ChildProcess
    {
        child.Start();
        return child;
    }
}
