using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Builds an async method that returns a <see cref="ValueTask{TResult}"/>.</summary>
[Replaces(typeof(System.Runtime.CompilerServices.AsyncValueTaskMethodBuilder<>))]
public struct AsyncValueTaskMethodBuilder<TResult>
{
    private System.Runtime.CompilerServices.AsyncValueTaskMethodBuilder<TResult> _platform;
    private bool _hasWaited;

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.Create"/>
    public static AsyncValueTaskMethodBuilder<TResult> Create() => default;

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.Task"/>
    public ValueTask<TResult> Task => _platform.Task;

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.Start"/>
    public void Start<TStateMachine>(ref TStateMachine stateMachine) where TStateMachine : IAsyncStateMachine => _platform.Start(ref stateMachine);

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.SetStateMachine"/>
    public void SetStateMachine(IAsyncStateMachine stateMachine) => _platform.SetStateMachine(stateMachine);

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.SetResult"/>
    public void SetResult(TResult result)
    {
        if (_hasWaited) TaskStates.Complete(_platform.Task.AsTask());
        _platform.SetResult(result);
    }

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.SetException"/>
    public void SetException(Exception exception)
    {
        if (_hasWaited) TaskStates.Complete(_platform.Task.AsTask());
        _platform.SetException(exception);
    }

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.AwaitOnCompleted"/>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion where TStateMachine : IAsyncStateMachine
    {
        _hasWaited = true; // before the platform copies the state machine, and this with it
        _platform.AwaitOnCompleted(ref awaiter, ref stateMachine);
    }

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.AwaitUnsafeOnCompleted"/>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion where TStateMachine : IAsyncStateMachine
    {
        _hasWaited = true;
        _platform.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
    }
}
