using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Builds an async method that returns a value task, without keeping its objects for later.</summary>
[Replaces(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]
public struct PoolingAsyncValueTaskMethodBuilder
{
    private AsyncValueTaskMethodBuilder _builder;

    /// <summary>A new one.</summary>
    public static PoolingAsyncValueTaskMethodBuilder Create() => default;

    /// <summary>The end of the method.</summary>
    public ValueTask Task => _builder.Task;

    /// <summary>Begins the method.</summary>
    public void Start<TStateMachine>(ref TStateMachine stateMachine) where TStateMachine : IAsyncStateMachine =>
        _builder.Start(ref stateMachine);

    /// <summary>Not used.</summary>
    public void SetStateMachine(IAsyncStateMachine stateMachine) => _builder.SetStateMachine(stateMachine);

    /// <summary>The method has ended.</summary>
    public void SetResult() => _builder.SetResult();

    /// <summary>An exception has left the method.</summary>
    public void SetException(Exception exception) => _builder.SetException(exception);

    /// <summary>Goes on once the awaiter says so.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion where TStateMachine : IAsyncStateMachine =>
        _builder.AwaitOnCompleted(ref awaiter, ref stateMachine);

    /// <summary>Goes on once the awaiter says so.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion where TStateMachine : IAsyncStateMachine =>
        _builder.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}
