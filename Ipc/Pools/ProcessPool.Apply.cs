using Workbook.Concurrency.Pools;
using Workbook.Ipc.Processes;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pools;

// One call in a worker, by the number of arguments. The compiler checks them; each travels as the type of the function's
// parameter.
public sealed partial class ProcessPool
{
    /// <summary>Calls <paramref name="function"/> in a worker, and blocks until it has returned.</summary>
    /// <exception cref="RemoteException">It threw, or its result cannot travel; the worker takes the next job.</exception>
    /// <exception cref="WorkerDiedException">Its worker died.</exception>
    /// <exception cref="BrokenPoolException">No worker can be had: the pool is closed for good.</exception>
    /// <exception cref="ArgumentException">The function is bound to an object of this process, captures variables, or returns a
    /// task.</exception>
    /// <exception cref="NotSupportedException">An argument cannot travel; nothing was submitted.</exception>
    /// <exception cref="InvalidOperationException">The pool is closed, or a callback of it asks, which would wait for
    /// itself.</exception>
    /// <exception cref="OperationCanceledException">Cancelled: the job was dropped if it had not begun, and told if it had
    /// (<see cref="JobCancel"/>); or the pool was terminated.</exception>
    public void Apply(Action function, CancellationToken cancel = default) =>
        Now<bool>(function, [], cancel);

    /// <inheritdoc cref="Apply(Action, CancellationToken)"/>
    public void Apply<T1>(Action<T1> function, T1 first, CancellationToken cancel = default) =>
        Now<bool>(function, [first], cancel);

    /// <inheritdoc cref="Apply(Action, CancellationToken)"/>
    public void Apply<T1, T2>(Action<T1, T2> function, T1 first, T2 second, CancellationToken cancel = default) =>
        Now<bool>(function, [first, second], cancel);

    /// <inheritdoc cref="Apply(Action, CancellationToken)"/>
    public void Apply<T1, T2, T3>(Action<T1, T2, T3> function, T1 first, T2 second, T3 third,
        CancellationToken cancel = default) =>
        Now<bool>(function, [first, second, third], cancel);

    /// <inheritdoc cref="Apply(Action, CancellationToken)"/>
    public void Apply<T1, T2, T3, T4>(Action<T1, T2, T3, T4> function, T1 first, T2 second, T3 third, T4 fourth,
        CancellationToken cancel = default) =>
        Now<bool>(function, [first, second, third, fourth], cancel);

    /// <inheritdoc cref="Apply(Action, CancellationToken)"/>
    public void Apply<T1, T2, T3, T4, T5>(Action<T1, T2, T3, T4, T5> function, T1 first, T2 second, T3 third, T4 fourth,
        T5 fifth, CancellationToken cancel = default) =>
        Now<bool>(function, [first, second, third, fourth, fifth], cancel);

    /// <inheritdoc cref="Apply(Action, CancellationToken)"/>
    public TResult Apply<TResult>(Func<TResult> function, CancellationToken cancel = default) =>
        Now<TResult>(function, [], cancel);

    /// <inheritdoc cref="Apply(Action, CancellationToken)"/>
    public TResult Apply<T1, TResult>(Func<T1, TResult> function, T1 first, CancellationToken cancel = default) =>
        Now<TResult>(function, [first], cancel);

    /// <inheritdoc cref="Apply(Action, CancellationToken)"/>
    public TResult Apply<T1, T2, TResult>(Func<T1, T2, TResult> function, T1 first, T2 second,
        CancellationToken cancel = default) =>
        Now<TResult>(function, [first, second], cancel);

    /// <inheritdoc cref="Apply(Action, CancellationToken)"/>
    public TResult Apply<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> function, T1 first, T2 second, T3 third,
        CancellationToken cancel = default) =>
        Now<TResult>(function, [first, second, third], cancel);

    /// <inheritdoc cref="Apply(Action, CancellationToken)"/>
    public TResult Apply<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> function, T1 first, T2 second, T3 third,
        T4 fourth, CancellationToken cancel = default) =>
        Now<TResult>(function, [first, second, third, fourth], cancel);

    /// <inheritdoc cref="Apply(Action, CancellationToken)"/>
    public TResult Apply<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, TResult> function, T1 first, T2 second, T3 third,
        T4 fourth, T5 fifth, CancellationToken cancel = default) =>
        Now<TResult>(function, [first, second, third, fourth, fifth], cancel);

    /// <summary>Has <paramref name="function"/> called in a worker, and returns the future of its result. Does not
    /// block.</summary>
    /// <remarks>When it is done, <paramref name="onDone"/> is called with the result, or <paramref name="onError"/> with the
    /// exception: a <see cref="RemoteException"/>, a <see cref="WorkerDiedException"/>, a <see cref="BrokenPoolException"/>, or
    /// an <see cref="OperationCanceledException"/> for a job that was cancelled; one of them, once, on a thread of the pool, or
    /// of who cancels. A future that is cancelled before the job has gone to a worker drops the job;
    /// <paramref name="options"/> can do more.</remarks>
    /// <exception cref="ArgumentException">The function is bound to an object of this process, captures variables, or returns a
    /// task.</exception>
    /// <exception cref="NotSupportedException">An argument cannot travel; nothing was submitted.</exception>
    /// <exception cref="InvalidOperationException">The pool is closed.</exception>
    public Future ApplyAsync(
        Action function, Action? onDone = null, Action<Exception>? onError = null, JobOptions? options = null) =>
        Later<bool>(function, [], onDone is null ? null : _ => onDone(), onError, options);

    /// <inheritdoc cref="ApplyAsync(Action, Action?, Action{Exception}?, JobOptions?)"/>
    public Future ApplyAsync<T1>(
        Action<T1> function, T1 first, Action? onDone = null, Action<Exception>? onError = null, JobOptions? options = null) =>
        Later<bool>(function, [first], onDone is null ? null : _ => onDone(), onError, options);

    /// <inheritdoc cref="ApplyAsync(Action, Action?, Action{Exception}?, JobOptions?)"/>
    public Future ApplyAsync<T1, T2>(
        Action<T1, T2> function, T1 first, T2 second, Action? onDone = null, Action<Exception>? onError = null,
            JobOptions? options = null) =>
        Later<bool>(function, [first, second], onDone is null ? null : _ => onDone(), onError, options);

    /// <inheritdoc cref="ApplyAsync(Action, Action?, Action{Exception}?, JobOptions?)"/>
    public Future ApplyAsync<T1, T2, T3>(
        Action<T1, T2, T3> function, T1 first, T2 second, T3 third, Action? onDone = null, Action<Exception>? onError = null,
            JobOptions? options = null) =>
        Later<bool>(function, [first, second, third], onDone is null ? null : _ => onDone(), onError, options);

    /// <inheritdoc cref="ApplyAsync(Action, Action?, Action{Exception}?, JobOptions?)"/>
    public Future ApplyAsync<T1, T2, T3, T4>(
        Action<T1, T2, T3, T4> function, T1 first, T2 second, T3 third, T4 fourth, Action? onDone = null,
            Action<Exception>? onError = null, JobOptions? options = null) =>
        Later<bool>(function, [first, second, third, fourth], onDone is null ? null : _ => onDone(), onError, options);

    /// <inheritdoc cref="ApplyAsync(Action, Action?, Action{Exception}?, JobOptions?)"/>
    public Future ApplyAsync<T1, T2, T3, T4, T5>(
        Action<T1, T2, T3, T4, T5> function, T1 first, T2 second, T3 third, T4 fourth, T5 fifth, Action? onDone = null,
            Action<Exception>? onError = null, JobOptions? options = null) =>
        Later<bool>(function, [first, second, third, fourth, fifth], onDone is null ? null : _ => onDone(), onError, options);

    /// <inheritdoc cref="ApplyAsync(Action, Action?, Action{Exception}?, JobOptions?)"/>
    public Future<TResult> ApplyAsync<TResult>(
        Func<TResult> function, Action<TResult>? onDone = null, Action<Exception>? onError = null, JobOptions? options = null) =>
        Later<TResult>(function, [], onDone, onError, options);

    /// <inheritdoc cref="ApplyAsync(Action, Action?, Action{Exception}?, JobOptions?)"/>
    public Future<TResult> ApplyAsync<T1, TResult>(
        Func<T1, TResult> function, T1 first, Action<TResult>? onDone = null, Action<Exception>? onError = null,
            JobOptions? options = null) =>
        Later<TResult>(function, [first], onDone, onError, options);

    /// <inheritdoc cref="ApplyAsync(Action, Action?, Action{Exception}?, JobOptions?)"/>
    public Future<TResult> ApplyAsync<T1, T2, TResult>(
        Func<T1, T2, TResult> function, T1 first, T2 second, Action<TResult>? onDone = null, Action<Exception>? onError = null,
            JobOptions? options = null) =>
        Later<TResult>(function, [first, second], onDone, onError, options);

    /// <inheritdoc cref="ApplyAsync(Action, Action?, Action{Exception}?, JobOptions?)"/>
    public Future<TResult> ApplyAsync<T1, T2, T3, TResult>(
        Func<T1, T2, T3, TResult> function, T1 first, T2 second, T3 third, Action<TResult>? onDone = null,
            Action<Exception>? onError = null, JobOptions? options = null) =>
        Later<TResult>(function, [first, second, third], onDone, onError, options);

    /// <inheritdoc cref="ApplyAsync(Action, Action?, Action{Exception}?, JobOptions?)"/>
    public Future<TResult> ApplyAsync<T1, T2, T3, T4, TResult>(
        Func<T1, T2, T3, T4, TResult> function, T1 first, T2 second, T3 third, T4 fourth, Action<TResult>? onDone = null,
            Action<Exception>? onError = null, JobOptions? options = null) =>
        Later<TResult>(function, [first, second, third, fourth], onDone, onError, options);

    /// <inheritdoc cref="ApplyAsync(Action, Action?, Action{Exception}?, JobOptions?)"/>
    public Future<TResult> ApplyAsync<T1, T2, T3, T4, T5, TResult>(
        Func<T1, T2, T3, T4, T5, TResult> function, T1 first, T2 second, T3 third, T4 fourth, T5 fifth,
            Action<TResult>? onDone = null, Action<Exception>? onError = null, JobOptions? options = null) =>
        Later<TResult>(function, [first, second, third, fourth, fifth], onDone, onError, options);

    private T Now<T>(Delegate function, object?[] arguments, CancellationToken cancel)
    {
        RefuseOwnThreads(nameof(Apply));
        var job = Make<T>(function, arguments);
        var worker = Submit(job, cancel.CanBeCanceled ? new JobOptions { Cancel = cancel } : null);
        if (_options.Progress is null) worker?.Poll(job.Future); // events belong on a thread of the pool
        return job.Future.Result(cancel);
    }

    private Future<T> Later<T>(Delegate function, object?[] arguments, Action<T>? onDone, Action<Exception>? onError,
        JobOptions? options)
    {
        var job = Make<T>(function, arguments);
        CallBack(job.Future, onDone, onError);
        Submit(job, options);
        return job.Future;
    }

    private ApplyJob<T> Make<T>(Delegate function, object?[] arguments)
    {
        var method = _methods[function];
        var encoded = new FrameBuffer();
        var handover = new Handover();
        method.Encode(arguments, encoded, handover);
        return new ApplyJob<T>(method, new JobArguments(encoded.Written, handover));
    }

    private static void CallBack<T>(Future<T> future, Action<T>? onDone, Action<Exception>? onError)
    {
        if (onDone is null && onError is null) return;
        future.OnDone(ended =>
        {
            if (ended.State == FutureState.Succeeded) onDone?.Invoke(ended.Result());
            else onError?.Invoke(ended.Failure ?? new OperationCanceledException("The job was cancelled."));
        });
    }
}
