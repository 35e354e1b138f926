using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Builds an async method that returns a <see cref="ValueTask{TResult}"/>.</summary>
[Replaces(typeof(System.Runtime.CompilerServices.AsyncValueTaskMethodBuilder<>))]
public struct AsyncValueTaskMethodBuilder<TResult>
{
    private System.Runtime.CompilerServices.AsyncValueTaskMethodBuilder<TResult> _platform;
    private AsyncMethod? _method; // once it has waited

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.Create"/>
    public static AsyncValueTaskMethodBuilder<TResult> Create() => default;

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.Task"/>
    public ValueTask<TResult> Task
    {
        get
        {
            var task = _platform.Task;
            if (_method is not null) AsyncMethods.Named(task.AsTask(), _method);
            return task;
        }
    }

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.Start"/>
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => _platform.Start(ref stateMachine);

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.SetStateMachine"/>
    public void SetStateMachine(IAsyncStateMachine stateMachine) => _platform.SetStateMachine(stateMachine);

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.SetResult"/>
    public void SetResult(TResult result)
    {
        if (_method is not null) TaskStates.Complete(_platform.Task.AsTask());
        _platform.SetResult(result);
    }

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.SetException"/>
    public void SetException(Exception exception)
    {
        if (_method is not null) TaskStates.Complete(_platform.Task.AsTask());
        _platform.SetException(exception);
    }

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.AwaitOnCompleted"/>
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

    /// <inheritdoc cref="AsyncValueTaskMethodBuilder.AwaitUnsafeOnCompleted"/>
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
