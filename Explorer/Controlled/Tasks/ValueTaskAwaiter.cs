using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Waits for a value task without a thread. One that stands for a task waits for that.</summary>
[Replaces(typeof(System.Runtime.CompilerServices.ValueTaskAwaiter))]
public readonly struct ValueTaskAwaiter : ICriticalNotifyCompletion
{
    private readonly ValueTask _task; // a platform's source of values may be asked once only, so it is made a task at once

    internal ValueTaskAwaiter(ValueTask task) => _task = task.IsCompleted ? task : new ValueTask(task.AsTask());

    /// <summary>Whether it has ended.</summary>
    public bool IsCompleted => _task.IsCompleted || TaskStates.Look(_task.AsTask());

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => Continuations.Add(_task.AsTask(), continuation, onContext: true);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);

    /// <summary>Its result, or what it threw.</summary>
    public void GetResult()
    {
        if (!_task.IsCompleted) TaskStates.Wait(_task.AsTask());
        _task.GetAwaiter().GetResult();
    }
}
