// A continuation is a promise, kept by what is queued once the task is completed:
//
//      the task is completed ---- the options fit, the token is not cancelled ---->   queued, or done at once: it is kept
//                            ---- they do not, or it is ---->                         it is cancelled
//      the token is cancelled before that ---- not LazyCancellation ---->             it is cancelled at once

using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Makes tasks that are done after others.</summary>
internal static class ContinuationsOf
{
    private const TaskContinuationOptions Never =
        TaskContinuationOptions.NotOnRanToCompletion | TaskContinuationOptions.NotOnFaulted
        | TaskContinuationOptions.NotOnCanceled;

    private const TaskContinuationOptions Known = Never | TaskContinuationOptions.PreferFairness
        | TaskContinuationOptions.LongRunning | TaskContinuationOptions.AttachedToParent
        | TaskContinuationOptions.DenyChildAttach | TaskContinuationOptions.HideScheduler
        | TaskContinuationOptions.LazyCancellation | TaskContinuationOptions.RunContinuationsAsynchronously
        | TaskContinuationOptions.ExecuteSynchronously;

    /// <summary>Done after one.</summary>
    public static Task<T> After<T>(Task task, Delegate work, Func<T> body, object? state, CancellationToken cancel,
        TaskContinuationOptions options, TaskScheduler scheduler,
        [CallerArgumentExpression(nameof(work))] string name = "")
    {
        _ = task.CreationOptions; // of null the platform's exception
        ArgumentNullException.ThrowIfNull(work, name);
        ArgumentNullException.ThrowIfNull(scheduler);
        Check(options);
        return Continue(task, work, body, state, cancel, options, scheduler);
    }

    /// <summary>Done after all.</summary>
    public static Task<T> All<TTask, T>(TTask[] tasks, Delegate work, Func<TTask[], T> body, CancellationToken cancel,
        TaskContinuationOptions options, TaskScheduler scheduler, [CallerArgumentExpression(nameof(work))] string name = "")
        where TTask : Task
    {
        var copies = Checked(tasks, work, options, scheduler, name);
        var all = Promises.WhenAll(copies, () => Task.CompletedTask);
        return Continue(all, work, () => body(copies), null, cancel, options, scheduler);
    }

    /// <summary>Done after the first.</summary>
    public static Task<T> Any<TTask, T>(TTask[] tasks, Delegate work, Func<TTask, T> body, CancellationToken cancel,
        TaskContinuationOptions options, TaskScheduler scheduler, [CallerArgumentExpression(nameof(work))] string name = "")
        where TTask : Task
    {
        var first = Promises.WhenAny(Checked(tasks, work, options, scheduler, name));
        return Continue(first, work, () => body(first.Result), null, cancel, options, scheduler);
    }

    private static Task<T> Continue<T>(Task task, Delegate work, Func<T> body, object? asyncState, CancellationToken cancel,
        TaskContinuationOptions options, TaskScheduler scheduler)
    {
        var promise = new TaskCompletionSource<T>(asyncState, CreationOptions(options));
        var state = TaskStates.Of(promise.Task);
        TaskStates.Follow(promise.Task, task);
        if (Execution.Current is { } execution)
        {
            state.Runs(execution, work, "continuation");
            if (options.HasFlag(TaskContinuationOptions.AttachedToParent)) TaskStarts.Attach(promise.Task, state);
        }
        var context = ExecutionContext.Capture();
        var isLazy = options.HasFlag(TaskContinuationOptions.LazyCancellation);
        var canceled = cancel.CanBeCanceled && !isLazy
            ? CancellationTokens.Register(in cancel, () => Cancel(promise, cancel)) : default;
        Promises.After(task, () =>
        {
            if (canceled == default ? promise.Task.IsCompleted : !canceled.Unregister()) return; // the token was first
            if (!Matches(task, options)
                || (isLazy && CancellationTokens.IsCancellationRequested(in cancel))) Cancel(promise, cancel);
            else Schedulers.Queue(state, Run, scheduler, options);
        });
        return promise.Task;

        void Run()
        {
            var outer = TaskStarts.Begin(state);
            Func<Task<T>> result;
            try
            {
                var value = default(T)!;
                Flow.Run(context, () => value = body());
                result = () => Task.FromResult(value);
            }
            catch (OperationCanceledException e)
                when (cancel.CanBeCanceled && e.CancellationToken == cancel && cancel.IsCancellationRequested)
            {
                result = () => Task.FromCanceled<T>(cancel);
            }
            catch (Exception e) when (e is not ExecutionAborted) { result = () => Task.FromException<T>(e); }
            finally { TaskStarts.Leave(state, outer); }
            TaskStates.Complete(promise.Task);
            promise.TrySetFromTask(result());
        }
    }

    private static void Cancel<T>(TaskCompletionSource<T> promise, CancellationToken cancel)
    {
        TaskStates.Complete(promise.Task);
        promise.TrySetCanceled(cancel);
    }

    private static TTask[] Checked<TTask>(TTask[] tasks, Delegate work, TaskContinuationOptions options, TaskScheduler scheduler,
        string name) where TTask : Task
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(work, name);
        ArgumentNullException.ThrowIfNull(scheduler);
        Check(options);
        if ((options & Never) != 0)
            throw new ArgumentOutOfRangeException("continuationOptions",
                "It is not possible to exclude outcomes of several tasks.");
        if (tasks.Length == 0) throw new ArgumentException("The tasks argument contains no tasks.", nameof(tasks));
        if (Array.Exists(tasks, task => task is null))
            throw new ArgumentException("The tasks argument included a null value.", nameof(tasks));
        return [.. tasks];
    }

    private static void Check(TaskContinuationOptions options)
    {
        const TaskContinuationOptions Both = TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.LongRunning;
        if ((options & ~Known) != 0 || (options & Both) == Both || (options & Never) == Never)
            throw new ArgumentOutOfRangeException("continuationOptions");
    }

    // Those that a promise takes.
    private static TaskCreationOptions CreationOptions(TaskContinuationOptions options)
    {
        var kept = TaskCreationOptions.None;
        if (options.HasFlag(TaskContinuationOptions.AttachedToParent)) kept |= TaskCreationOptions.AttachedToParent;
        if (options.HasFlag(TaskContinuationOptions.RunContinuationsAsynchronously))
            kept |= TaskCreationOptions.RunContinuationsAsynchronously;
        return kept;
    }

    private static bool Matches(Task task, TaskContinuationOptions options) => task.Status switch
    {
        TaskStatus.RanToCompletion => !options.HasFlag(TaskContinuationOptions.NotOnRanToCompletion),
        TaskStatus.Faulted => !options.HasFlag(TaskContinuationOptions.NotOnFaulted),
        _ => !options.HasFlag(TaskContinuationOptions.NotOnCanceled),
    };
}
