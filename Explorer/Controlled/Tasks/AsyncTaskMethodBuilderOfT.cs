using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Builds an async method that returns a <see cref="Task{TResult}"/>.</summary>
[Replaces(typeof(System.Runtime.CompilerServices.AsyncTaskMethodBuilder<>))]
public struct AsyncTaskMethodBuilder<TResult>
{
    private System.Runtime.CompilerServices.AsyncTaskMethodBuilder<TResult> _platform;
    private bool _hasWaited;

    /// <inheritdoc cref="AsyncTaskMethodBuilder.Create"/>
    public static AsyncTaskMethodBuilder<TResult> Create() => default;

    /// <inheritdoc cref="AsyncTaskMethodBuilder.Task"/>
    public Task<TResult> Task => _platform.Task;

    /// <inheritdoc cref="AsyncTaskMethodBuilder.Start"/>
    public void Start<TStateMachine>(ref TStateMachine stateMachine) where TStateMachine : IAsyncStateMachine => _platform.Start(ref stateMachine);

    /// <inheritdoc cref="AsyncTaskMethodBuilder.SetStateMachine"/>
    public void SetStateMachine(IAsyncStateMachine stateMachine) => _platform.SetStateMachine(stateMachine);

    /// <inheritdoc cref="AsyncTaskMethodBuilder.SetResult"/>
    public void SetResult(TResult result)
    {
        if (_hasWaited) TaskStates.Complete(_platform.Task);
        _platform.SetResult(result);
    }

    /// <inheritdoc cref="AsyncTaskMethodBuilder.SetException"/>
    public void SetException(Exception exception)
    {
        if (_hasWaited) TaskStates.Complete(_platform.Task);
        _platform.SetException(exception);
    }

    /// <inheritdoc cref="AsyncTaskMethodBuilder.AwaitOnCompleted"/>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion where TStateMachine : IAsyncStateMachine
    {
        _hasWaited = true; // before the platform copies the state machine, and this with it
        _platform.AwaitOnCompleted(ref awaiter, ref stateMachine);
    }

    /// <inheritdoc cref="AsyncTaskMethodBuilder.AwaitUnsafeOnCompleted"/>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion where TStateMachine : IAsyncStateMachine
    {
        _hasWaited = true;
        _platform.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
    }
}
