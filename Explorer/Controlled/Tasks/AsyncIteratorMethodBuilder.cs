using System.Runtime.CompilerServices;
using Platform = System.Runtime.CompilerServices.AsyncIteratorMethodBuilder;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Builds an async method that returns an <see cref="IAsyncEnumerable{T}"/>.</summary>
[Replaces(typeof(Platform))]
public struct AsyncIteratorMethodBuilder
{
    private Platform _platform;

    /// <inheritdoc cref="Platform.Create"/>
    public static AsyncIteratorMethodBuilder Create() => new() { _platform = Platform.Create() };

    /// <inheritdoc cref="Platform.MoveNext"/>
    public void MoveNext<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => _platform.MoveNext(ref stateMachine);

    /// <inheritdoc cref="Platform.Complete"/>
    public void Complete() => _platform.Complete();

    /// <inheritdoc cref="Platform.AwaitOnCompleted"/>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion where TStateMachine : IAsyncStateMachine
    {
        var guarded = new GuardedAwaiter<TAwaiter>(awaiter);
        _platform.AwaitOnCompleted(ref guarded, ref stateMachine);
        guarded.Rethrow();
    }

    /// <inheritdoc cref="Platform.AwaitUnsafeOnCompleted"/>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion where TStateMachine : IAsyncStateMachine
    {
        var guarded = new GuardedAwaiter<TAwaiter>(awaiter);
        _platform.AwaitUnsafeOnCompleted(ref guarded, ref stateMachine);
        guarded.Rethrow();
    }
}
