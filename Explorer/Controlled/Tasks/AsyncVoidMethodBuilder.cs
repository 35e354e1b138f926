// Nobody can wait for an async void method. Its exception goes to the context that was current when it began, or is thrown on the
// pool, which ends the process: here it is an unhandled exception of its thread.

using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Workbook.Explorer.Scheduling;
using Platform = System.Runtime.CompilerServices.AsyncTaskMethodBuilder;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Builds an async method that returns nothing.</summary>
[Replaces(typeof(System.Runtime.CompilerServices.AsyncVoidMethodBuilder))]
public struct AsyncVoidMethodBuilder
{
    private Platform _platform; // of a task that nobody sees
    private SynchronizationContext? _context;
    private AsyncMethod? _method; // once it has waited

    /// <summary>A new one.</summary>
    public static AsyncVoidMethodBuilder Create()
    {
        var context = SynchronizationContext.Current;
        context?.OperationStarted();
        return new AsyncVoidMethodBuilder { _context = context };
    }

    /// <summary>Begins the method.</summary>
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        var outer = AsyncMethods.Begin<TStateMachine>();
        try { _platform.Start(ref stateMachine); }
        finally { AsyncMethods.End(outer); }
    }

    /// <summary>Not used.</summary>
    public void SetStateMachine(IAsyncStateMachine stateMachine) => _platform.SetStateMachine(stateMachine);

    /// <summary>The method has ended.</summary>
    public void SetResult() => _context?.OperationCompleted();

    /// <summary>An exception has left the method.</summary>
    public void SetException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var thrown = ExceptionDispatchInfo.Capture(exception);
        if (_context is null)
            ControlledScheduler.Queue(_method is null ? "async void" : $"async void {_method.Name}", thrown.Throw);
        else
        {
            _context.Post(static info => ((ExceptionDispatchInfo)info!).Throw(), thrown);
            _context.OperationCompleted();
        }
    }

    /// <summary>Goes on once the awaiter says so.</summary>
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

    /// <summary>Goes on once the awaiter says so.</summary>
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
