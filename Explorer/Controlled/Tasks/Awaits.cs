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
}
