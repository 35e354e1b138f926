using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Waits for a result without a thread: <c>await task</c>.</summary>
[Replaces(typeof(System.Runtime.CompilerServices.TaskAwaiter<>))]
public readonly struct TaskAwaiter<TResult> : ICriticalNotifyCompletion
{
    private readonly Task<TResult> _task;
    private readonly bool _onContext;

    internal TaskAwaiter(Task<TResult> task, bool onContext = true) => (_task, _onContext) = (task, onContext);

    /// <inheritdoc cref="System.Runtime.CompilerServices.TaskAwaiter{TResult}.IsCompleted"/>
    public bool IsCompleted => TaskStates.Look(_task, Looking.ToAwait);

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => Continuations.Add(_task, Flow.Captured(continuation), _onContext);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => Continuations.Add(_task, continuation, _onContext);

    /// <inheritdoc cref="System.Runtime.CompilerServices.TaskAwaiter{TResult}.GetResult"/>
    public TResult GetResult()
    {
        TaskStates.WaitUnlessKnown(_task);
        return _task.GetAwaiter().GetResult();
    }
}
