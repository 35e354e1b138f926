using System.Runtime.CompilerServices;
using Platform = System.Runtime.CompilerServices.AsyncValueTaskMethodBuilder;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Builds an async method that returns a <see cref="ValueTask"/>.</summary>
[Replaces(typeof(Platform))]
public struct AsyncValueTaskMethodBuilder
{
    private Platform _platform;
    private bool _hasWaited;

    /// <inheritdoc cref="Platform.Create"/>
    public static AsyncValueTaskMethodBuilder Create() => default;

    /// <inheritdoc cref="Platform.Task"/>
    public ValueTask Task => _platform.Task;

    /// <inheritdoc cref="Platform.Start"/>
    public void Start<TStateMachine>(ref TStateMachine stateMachine) where TStateMachine : IAsyncStateMachine => _platform.Start(ref stateMachine);

    /// <inheritdoc cref="Platform.SetStateMachine"/>
    public void SetStateMachine(IAsyncStateMachine stateMachine) => _platform.SetStateMachine(stateMachine);

    /// <inheritdoc cref="Platform.SetResult"/>
    public void SetResult()
    {
        if (_hasWaited) TaskStates.Complete(_platform.Task.AsTask());
        _platform.SetResult();
    }

    /// <inheritdoc cref="Platform.SetException"/>
    public void SetException(Exception exception)
    {
        if (_hasWaited) TaskStates.Complete(_platform.Task.AsTask());
        _platform.SetException(exception);
    }

    /// <inheritdoc cref="Platform.AwaitOnCompleted"/>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion where TStateMachine : IAsyncStateMachine
    {
        _hasWaited = true; // before the platform copies the state machine, and this with it
        _platform.AwaitOnCompleted(ref awaiter, ref stateMachine);
    }

    /// <inheritdoc cref="Platform.AwaitUnsafeOnCompleted"/>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion where TStateMachine : IAsyncStateMachine
    {
        _hasWaited = true;
        _platform.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
    }
}
