using Platform = System.Threading.Tasks.TaskAsyncEnumerableExtensions;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What can be said of an <c>await foreach</c> or an <c>await using</c>.</summary>
[Replaces(typeof(Platform))]
public static class TaskAsyncEnumerableExtensions
{
    /// <summary>How the awaits of its disposal go on.</summary>
    public static ConfiguredAsyncDisposable ConfigureAwait(this IAsyncDisposable source, bool continueOnCapturedContext) =>
        new(source, continueOnCapturedContext);

    /// <summary>How the awaits of its elements go on.</summary>
    public static ConfiguredCancelableAsyncEnumerable<T> ConfigureAwait<T>(this IAsyncEnumerable<T> source,
        bool continueOnCapturedContext) => new(source, continueOnCapturedContext, default);

    /// <summary>With which token it is gone through.</summary>
    public static ConfiguredCancelableAsyncEnumerable<T> WithCancellation<T>(this IAsyncEnumerable<T> source,
        CancellationToken cancellationToken) => new(source, continueOnCapturedContext: true, cancellationToken);

    /// <summary>Its elements, each waited for by the calling thread.</summary>
    public static IEnumerable<T> ToBlockingEnumerable<T>(this IAsyncEnumerable<T> source,
        CancellationToken cancellationToken = default)
    {
        var elements = source.GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                var next = elements.MoveNextAsync();
                var task = ValueTasksOfT.AsTask(ref next);
                TaskStates.Wait(task);
                if (!task.GetAwaiter().GetResult()) yield break;
                yield return elements.Current;
            }
        }
        finally
        {
            var disposal = elements.DisposeAsync();
            var task = ValueTasks.AsTask(ref disposal);
            TaskStates.Wait(task);
            task.GetAwaiter().GetResult();
        }
    }
}
