// Tasks a, b, c; sources 0, 1, 2. Whichever task completes next completes the next source:
//
//      a ---------------+            source 0 <- b
//      b ----+          |            source 1 <- a
//      c -----------------+          source 2 <- c
//
//   I1  _completed sources are completed, those with the lowest numbers.
//
// Under a lock, so that source 1 is not seen completed before source 0. No foreign code runs under it: the continuations of the
// sources are asynchronous.

using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Async;

/// <summary>The bookkeeping of one <see cref="TaskExtensions.OrderByCompletion{T}"/>.</summary>
internal sealed class CompletionOrder<T>
{
    private readonly TaskCompletionSource<T>[] _sources;

    private readonly TestAndTestAndSetLock _lock = new(); // not one that an interrupt keeps us from. Guards:
    private int _completed;

    public CompletionOrder(Task[] tasks)
    {
        if (Array.IndexOf(tasks, null) >= 0) throw new ArgumentException("A task is null.", nameof(tasks));
        _sources = [.. tasks.Select(_ => TaskCompletionSourceExtensions.CreateAsyncTaskSource<T>())];
    }

    /// <param name="tasks">What completes the sources.</param>
    /// <param name="complete">Completes a source from a completed task.</param>
    public List<Task<T>> Of(Task[] tasks, Action<TaskCompletionSource<T>, Task> complete)
    {
        foreach (var task in tasks)
        {
            task.ContinueWith(
                done => { using (_lock.Hold()) complete(_sources[_completed++], done); }, // I1
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        return [.. _sources.Select(source => source.Task)];
    }
}
