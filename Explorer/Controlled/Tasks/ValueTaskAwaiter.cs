using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Waits for a value task without a thread. One that stands for a task waits for that; one of a source asks the source,
/// which is code of the program.</summary>
[Replaces(typeof(System.Runtime.CompilerServices.ValueTaskAwaiter))]
public readonly struct ValueTaskAwaiter : ICriticalNotifyCompletion
{
    private readonly ValueTask _task;
    private readonly bool _onContext;

    internal ValueTaskAwaiter(ValueTask task, bool onContext = true) => (_task, _onContext) = (task, onContext);

    /// <summary>Whether it has ended.</summary>
    public bool IsCompleted =>
        ValueTaskSources.TaskOf(_task) is { } task ? TaskStates.Look(task, Looking.ToAwait) : _task.IsCompleted;

    /// <inheritdoc/>
    public void OnCompleted(Action continuation)
    {
        if (ValueTaskSources.IsOfSource(_task)) _task.ConfigureAwait(_onContext).GetAwaiter().UnsafeOnCompleted(continuation);
        else Continuations.Add(ValueTaskSources.TaskOf(_task) ?? Task.CompletedTask, continuation, _onContext);
    }

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);

    /// <summary>Its result, or what it threw.</summary>
    public void GetResult()
    {
        if (ValueTaskSources.TaskOf(_task) is { } task) TaskStates.WaitUnlessKnown(task);
        _task.GetAwaiter().GetResult();
    }
}
