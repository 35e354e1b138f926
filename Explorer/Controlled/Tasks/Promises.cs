// Tasks that follow others: the platform would complete them within the step that completes the other, where nobody could come
// between and nobody would know on whom they depend. So they are promises of ours, completed in a step of their own, by the same
// thread:
//
//      the other is completed  ---- step ---->  the promise is completed, with its result, exceptions or cancellation

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Makes tasks that are completed by what happens to others.</summary>
internal static class Promises
{
    /// <summary>Completed as the task that the other returns.</summary>
    /// <param name="outer">The other.</param>
    /// <param name="looksForCancellation">An exception of cancellation that ends the other means that it is cancelled.</param>
    public static Task Unwrapped(Task<Task?> outer, bool looksForCancellation = false)
    {
        var promise = new TaskCompletionSource();
        TaskStates.Follow(promise.Task, outer);
        TaskStates.Stand(promise.Task, outer);
        After(outer, () =>
        {
            if (looksForCancellation && CanceledBy(outer) is { } canceled)
            {
                TaskStates.Complete(promise.Task);
                promise.TrySetCanceled(canceled);
            }
            else if (outer.Status != TaskStatus.RanToCompletion) Complete(promise, outer);
            else if (outer.Result is { } inner)
            {
                TaskStates.Follow(promise.Task, inner);
                After(inner, () => Complete(promise, inner));
            }
            else Complete(promise, Task.FromCanceled(new CancellationToken(true)));
        });
        return promise.Task;
    }

    /// <inheritdoc cref="Unwrapped(Task{Task?}, bool)"/>
    public static Task<T> Unwrapped<T>(Task<Task<T>?> outer, bool looksForCancellation = false)
    {
        var promise = new TaskCompletionSource<T>();
        TaskStates.Follow(promise.Task, outer);
        TaskStates.Stand(promise.Task, outer);
        After(outer, () =>
        {
            if (looksForCancellation && CanceledBy(outer) is { } canceled)
            {
                TaskStates.Complete(promise.Task);
                promise.TrySetCanceled(canceled);
            }
            else if (outer.IsCanceled) Complete(promise, Task.FromCanceled<T>(new CancellationToken(true)));
            else if (outer.IsFaulted)
            {
                TaskStates.Complete(promise.Task);
                promise.SetException(outer.Exception.InnerExceptions);
            }
            else if (outer.Result is { } inner)
            {
                TaskStates.Follow(promise.Task, inner);
                After(inner, () => Complete(promise, inner));
            }
            else Complete(promise, Task.FromCanceled<T>(new CancellationToken(true)));
        });
        return promise.Task;
    }

    /// <summary>A task that is completed once all are, as <paramref name="result"/> is then.</summary>
    public static Task WhenAll(IReadOnlyList<Task> tasks, Func<Task> result)
    {
        var promise = new TaskCompletionSource();
        TaskStates.Name(promise.Task, "Task.WhenAll");
        TaskStates.Follow(promise.Task, tasks);
        AfterAll(tasks, () => Complete(promise, result()));
        return promise.Task;
    }

    /// <inheritdoc cref="WhenAll(IReadOnlyList{Task}, Func{Task})"/>
    public static Task<T> WhenAll<T>(IReadOnlyList<Task> tasks, Func<Task<T>> result)
    {
        var promise = new TaskCompletionSource<T>();
        TaskStates.Name(promise.Task, "Task.WhenAll");
        TaskStates.Follow(promise.Task, tasks);
        AfterAll(tasks, () => Complete(promise, result()));
        return promise.Task;
    }

    /// <summary>A task that is completed with the first of them that is.</summary>
    public static Task<TTask> WhenAny<TTask>(IReadOnlyList<TTask> tasks) where TTask : Task
    {
        var promise = new TaskCompletionSource<TTask>();
        TaskStates.Name(promise.Task, "Task.WhenAny");
        TaskStates.Follow(promise.Task, tasks);
        foreach (var task in tasks)
        {
            After(task, () =>
            {
                TaskStates.Complete(promise.Task);
                promise.TrySetResult(task);
            });
        }
        return promise.Task;
    }

    /// <summary>Has it called by the thread that completes the task, or here if it is completed: after all that its completer
    /// did.</summary>
    public static void After(Task task, Action action)
    {
        if (Execution.Current is not { } execution)
        {
            Continuations.WhenCompleted(task, action);
            return;
        }
        var state = TaskStates.Of(task);
        TaskStates.Look(task, Looking.ToFollow);
        Continuations.WhenCompleted(task, () =>
        {
            if (execution.IsAborting) return;
            state.Observe(Execution.Self);
            action();
        });
    }

    // The token of the exception that ended it.
    private static CancellationToken? CanceledBy(Task task) =>
        task.IsFaulted && task.Exception.InnerException is OperationCanceledException canceled
            ? canceled.CancellationToken : null;

    private static void AfterAll(IReadOnlyList<Task> tasks, Action action)
    {
        var (left, order) = (tasks.Count, new Cell("Task.WhenAll") { IsOfMachinery = true });
        if (left == 0) action();
        foreach (var task in tasks)
        {
            After(task, () =>
            {
                order.Exchange(); // who is last goes on: that depends on the order of their ends
                if (--left > 0) return;
                if (Execution.Current is not null)
                {
                    foreach (var each in tasks) TaskStates.Of(each).Observe(Execution.Self);
                }
                action();
            });
        }
    }

    private static void Complete(TaskCompletionSource promise, Task how)
    {
        TaskStates.Complete(promise.Task);
        promise.SetFromTask(how);
    }

    private static void Complete<T>(TaskCompletionSource<T> promise, Task<T> how)
    {
        TaskStates.Complete(promise.Task);
        promise.SetFromTask(how);
    }
}
