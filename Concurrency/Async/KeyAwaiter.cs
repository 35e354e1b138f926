using System.Runtime.CompilerServices;

namespace Workbook.Concurrency.Async;

/// <summary>For the compiler: how an <see cref="AwaitableKey"/> is awaited.</summary>
public readonly struct KeyAwaiter : ICriticalNotifyCompletion
{
    private readonly AsyncKey _key; // if _task is null
    private readonly Task<IDisposable>? _task;
    private readonly bool _leavesContext;

    internal KeyAwaiter(in AsyncKey key, Task<IDisposable>? task, bool leavesContext)
    {
        _key = key;
        _task = task;
        _leavesContext = leavesContext;
    }

    /// <summary>Whether <see cref="GetResult"/> would return without blocking.</summary>
    public bool IsCompleted => _task is null || _task.IsCompleted;

    /// <summary>The key; blocks until it is there.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before; there is no key.</exception>
    public AsyncKey GetResult() => _task is null ? _key : (AsyncKey)_task.GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => Inner.OnCompleted(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => Inner.UnsafeOnCompleted(continuation);

    // One who registers with a key that is there already is called back at once, as a completed task does it.
    private ConfiguredTaskAwaitable<IDisposable>.ConfiguredTaskAwaiter Inner =>
        (_task ?? Task.FromResult<IDisposable>(_key)).ConfigureAwait(!_leavesContext).GetAwaiter();
}
