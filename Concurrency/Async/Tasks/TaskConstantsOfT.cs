namespace Workbook.Concurrency.Async;

/// <summary>Tasks with a result that are completed already, one object each per type.</summary>
public static class TaskConstants<T>
{
    /// <summary>Completed with the default value of <typeparamref name="T"/>.</summary>
    public static Task<T> Default { get; } = Task.FromResult(default(T)!);

    /// <summary>Canceled.</summary>
    public static Task<T> Canceled { get; } = Task.FromCanceled<T>(new CancellationToken(canceled: true));
}
