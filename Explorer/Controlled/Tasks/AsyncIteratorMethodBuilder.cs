using System.Runtime.CompilerServices;
using Platform = System.Runtime.CompilerServices.AsyncIteratorMethodBuilder;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Builds an async iterator. The platform's does the work; what is awaited, and the source of each element, are steps of
/// their own.</summary>
[Replaces(typeof(Platform))]
public struct AsyncIteratorMethodBuilder
{
    private Platform _platform;

    /// <inheritdoc cref="Platform.Create"/>
    public static AsyncIteratorMethodBuilder Create() => default;

    /// <inheritdoc cref="Platform.MoveNext"/>
    public void MoveNext<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => _platform.MoveNext(ref stateMachine);

    /// <inheritdoc cref="Platform.AwaitOnCompleted"/>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion where TStateMachine : IAsyncStateMachine
    {
        var guarded = new GuardedAwaiter<TAwaiter>(awaiter);
        _platform.AwaitOnCompleted(ref guarded, ref stateMachine);
        guarded.ThrowIfFailed();
    }

    /// <inheritdoc cref="Platform.AwaitUnsafeOnCompleted"/>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion where TStateMachine : IAsyncStateMachine
    {
        var guarded = new GuardedAwaiter<TAwaiter>(awaiter);
        _platform.AwaitUnsafeOnCompleted(ref guarded, ref stateMachine);
        guarded.ThrowIfFailed();
    }

    /// <inheritdoc cref="Platform.Complete"/>
    public void Complete() => _platform.Complete();
}
