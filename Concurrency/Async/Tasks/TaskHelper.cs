namespace Workbook.Concurrency.Async;

/// <summary>Makes tasks of synchronous calls.</summary>
public static class TaskHelper
{
#pragma warning disable CS1998 // no await: what is wanted is how the compiler turns a return or an exception into a task

    /// <summary>Calls <paramref name="func"/> here and now.</summary>
    /// <returns>A completed task: with its exception if it threw, canceled if that was an
    /// <see cref="OperationCanceledException"/>.</returns>
    public static Task ExecuteAsTask(Action func)
    {
        ArgumentNullException.ThrowIfNull(func);
        return Execute();
        async Task Execute() => func();
    }

    /// <summary>Calls <paramref name="func"/> here and now.</summary>
    /// <returns>A completed task: with its result; with its exception if it threw, canceled if that was an
    /// <see cref="OperationCanceledException"/>.</returns>
    public static Task<T> ExecuteAsTask<T>(Func<T> func)
    {
        ArgumentNullException.ThrowIfNull(func);
        return Execute();
        async Task<T> Execute() => func();
    }
}
