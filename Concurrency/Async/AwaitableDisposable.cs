using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Workbook.Concurrency.Async;

/// <summary>A task whose result is to be disposed, but which is not disposable itself.</summary>
/// <remarks>For a method of one's own that ends in <c>using (await Open())</c>: with a plain task, <c>using (Open())</c>, the
/// <c>await</c> forgotten, would compile, and dispose the task. The locks here return an <see cref="AwaitableKey"/>, which
/// does the same without a task.</remarks>
/// <typeparam name="T">What is to be disposed.</typeparam>
[DebuggerDisplay("{_task.Status}")] // takes no lock
public readonly struct AwaitableDisposable<T> where T : IDisposable
{
    private readonly Task<T> _task;

    /// <param name="task">The task to be awaited.</param>
    public AwaitableDisposable(Task<T> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _task = task;
    }

    /// <summary>The task itself.</summary>
    public Task<T> AsTask() => _task;

    /// <summary>For the compiler: what <c>await</c> needs.</summary>
    public TaskAwaiter<T> GetAwaiter() => _task.GetAwaiter();

    /// <summary>The same, but says where the code after the <c>await</c> goes on.</summary>
    /// <param name="continueOnCapturedContext">False: wherever it is convenient, in place of the context of the
    /// caller.</param>
    public ConfiguredTaskAwaitable<T> ConfigureAwait(bool continueOnCapturedContext) =>
        _task.ConfigureAwait(continueOnCapturedContext);

    /// <inheritdoc cref="AsTask"/>
    public static implicit operator Task<T>(AwaitableDisposable<T> source) => source._task;
}
