using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;
using Platform = System.Runtime.CompilerServices.TaskAwaiter;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Waits for a task without a thread: <c>await task</c>.</summary>
[Replaces(typeof(Platform))]
public readonly struct TaskAwaiter : ICriticalNotifyCompletion
{
    private readonly Task _task;
    private readonly bool _onContext;

    internal TaskAwaiter(Task task, bool onContext = true) => (_task, _onContext) = (task, onContext);

    /// <inheritdoc cref="Platform.IsCompleted"/>
    public bool IsCompleted => TaskStates.Look(_task, Looking.ToAwait);

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => Continuations.Add(_task, Flow.Captured(continuation), _onContext);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => Continuations.Add(_task, continuation, _onContext);

    /// <inheritdoc cref="Platform.GetResult"/>
    public void GetResult()
    {
        TaskStates.WaitUnlessKnown(_task);
        _task.GetAwaiter().GetResult();
    }
}
