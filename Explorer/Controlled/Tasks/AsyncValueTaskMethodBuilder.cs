using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;
using Platform = System.Runtime.CompilerServices.AsyncValueTaskMethodBuilder;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Builds an async method that returns a <see cref="ValueTask"/>.</summary>
[Replaces(typeof(Platform))]
public struct AsyncValueTaskMethodBuilder
{
    private Platform _platform;
    private AsyncMethod? _method; // once it has waited

    /// <inheritdoc cref="Platform.Create"/>
    public static AsyncValueTaskMethodBuilder Create() => default;

    /// <inheritdoc cref="Platform.Task"/>
    public ValueTask Task
    {
        get
        {
            var task = _platform.Task;
            if (_method is not null) AsyncMethods.Named(task.AsTask(), _method);
            return task;
        }
    }

    /// <inheritdoc cref="Platform.Start"/>
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => _platform.Start(ref stateMachine);

    /// <inheritdoc cref="Platform.SetStateMachine"/>
    public void SetStateMachine(IAsyncStateMachine stateMachine) => _platform.SetStateMachine(stateMachine);

    /// <inheritdoc cref="Platform.SetResult"/>
    public void SetResult()
    {
        if (_method is not null) TaskStates.Complete(_platform.Task.AsTask());
        _platform.SetResult();
    }

    /// <inheritdoc cref="Platform.SetException"/>
    public void SetException(Exception exception)
    {
        if (_method is not null) TaskStates.Complete(_platform.Task.AsTask());
        _platform.SetException(exception);
    }

    /// <inheritdoc cref="Platform.AwaitOnCompleted"/>
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

    /// <inheritdoc cref="Platform.AwaitUnsafeOnCompleted"/>
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
