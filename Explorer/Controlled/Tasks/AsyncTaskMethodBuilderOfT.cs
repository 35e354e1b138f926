using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Builds an async method that returns a <see cref="Task{TResult}"/>.</summary>
[Replaces(typeof(System.Runtime.CompilerServices.AsyncTaskMethodBuilder<>))]
public struct AsyncTaskMethodBuilder<TResult>
{
    private System.Runtime.CompilerServices.AsyncTaskMethodBuilder<TResult> _platform;
    private AsyncMethod? _method; // once it has waited

    /// <inheritdoc cref="AsyncTaskMethodBuilder.Create"/>
    public static AsyncTaskMethodBuilder<TResult> Create() => default;

    /// <inheritdoc cref="AsyncTaskMethodBuilder.Task"/>
    public Task<TResult> Task => (Task<TResult>)AsyncMethods.Named(_platform.Task, _method);

    /// <inheritdoc cref="AsyncTaskMethodBuilder.Start"/>
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => _platform.Start(ref stateMachine);

    /// <inheritdoc cref="AsyncTaskMethodBuilder.SetStateMachine"/>
    public void SetStateMachine(IAsyncStateMachine stateMachine) => _platform.SetStateMachine(stateMachine);

    /// <inheritdoc cref="AsyncTaskMethodBuilder.SetResult"/>
    public void SetResult(TResult result)
    {
        if (_method is not null) TaskStates.Complete(_platform.Task);
        _platform.SetResult(result);
    }

    /// <inheritdoc cref="AsyncTaskMethodBuilder.SetException"/>
    public void SetException(Exception exception)
    {
        if (_method is not null) TaskStates.Complete(_platform.Task);
        _platform.SetException(exception);
    }

    /// <inheritdoc cref="AsyncTaskMethodBuilder.AwaitOnCompleted"/>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion where TStateMachine : IAsyncStateMachine
    {
        _method ??= AsyncMethods.Of<TStateMachine>(); // before the platform copies the state machine, and this with it
        var before = AsyncMethods.Enter(_method);
        var kept = new KeptAwaiter<TAwaiter>(awaiter);
        try { _platform.AwaitOnCompleted(ref kept, ref stateMachine); }
        finally { AsyncMethods.Leave(before); }
        kept.Throw();
    }

    /// <inheritdoc cref="AsyncTaskMethodBuilder.AwaitUnsafeOnCompleted"/>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion where TStateMachine : IAsyncStateMachine
    {
        _method ??= AsyncMethods.Of<TStateMachine>();
        var before = AsyncMethods.Enter(_method);
        var kept = new KeptAwaiter<TAwaiter>(awaiter);
        try { _platform.AwaitUnsafeOnCompleted(ref kept, ref stateMachine); }
        finally { AsyncMethods.Leave(before); }
        kept.Throw();
    }
}
