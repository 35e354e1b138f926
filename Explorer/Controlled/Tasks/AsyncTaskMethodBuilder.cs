// The compiler makes a state machine of an async method, with this in it. The platform's builder does the work; here is only
// where others can notice what the method does: its end. A method that never waited has no task that anybody could have seen
// before: its end is no step.

using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;
using Platform = System.Runtime.CompilerServices.AsyncTaskMethodBuilder;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Builds an async method that returns a <see cref="System.Threading.Tasks.Task"/>.</summary>
[Replaces(typeof(Platform))]
public struct AsyncTaskMethodBuilder
{
    private Platform _platform;
    private AsyncMethod? _method; // once it has waited

    /// <inheritdoc cref="Platform.Create"/>
    public static AsyncTaskMethodBuilder Create() => default;

    /// <inheritdoc cref="Platform.Task"/>
    public Task Task => AsyncMethods.Named(_platform.Task, _method);

    /// <inheritdoc cref="Platform.Start"/>
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        var outer = AsyncMethods.Begin<TStateMachine>();
        try { _platform.Start(ref stateMachine); }
        finally { AsyncMethods.End(outer); }
    }

    /// <inheritdoc cref="Platform.SetStateMachine"/>
    public void SetStateMachine(IAsyncStateMachine stateMachine) => _platform.SetStateMachine(stateMachine);

    /// <inheritdoc cref="Platform.SetResult"/>
    public void SetResult()
    {
        if (_method is not null) TaskStates.Complete(_platform.Task);
        _platform.SetResult();
    }

    /// <inheritdoc cref="Platform.SetException"/>
    public void SetException(Exception exception)
    {
        if (_method is not null) TaskStates.Complete(_platform.Task);
        _platform.SetException(exception);
    }

    /// <inheritdoc cref="Platform.AwaitOnCompleted"/>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion where TStateMachine : IAsyncStateMachine
    {
        _method ??= AsyncMethods.Of<TStateMachine>(); // before the platform copies the state machine, and this with it
        var before = AsyncMethods.Enter(_method);
        var guarded = new GuardedAwaiter<TAwaiter>(awaiter);
        try { _platform.AwaitOnCompleted(ref guarded, ref stateMachine); }
        finally { AsyncMethods.Leave(before); }
        guarded.Rethrow();
    }

    /// <inheritdoc cref="Platform.AwaitUnsafeOnCompleted"/>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion where TStateMachine : IAsyncStateMachine
    {
        _method ??= AsyncMethods.Of<TStateMachine>();
        var before = AsyncMethods.Enter(_method);
        var guarded = new GuardedAwaiter<TAwaiter>(awaiter);
        try { _platform.AwaitUnsafeOnCompleted(ref guarded, ref stateMachine); }
        finally { AsyncMethods.Leave(before); }
        guarded.Rethrow();
    }
}
