using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What the builders of async methods have in common: they say who comes to an await.</summary>
internal static class AsyncMethods
{
    /// <summary>The calling thread is in a new call of the method, until <see cref="End"/>.</summary>
    /// <returns>In which it was before.</returns>
    public static AsyncMethod? Begin<TStateMachine>() where TStateMachine : IAsyncStateMachine
    {
        if (Execution.Current is not { } execution) return null;
        var (self, tasks) = (Execution.Self, execution.Tasks);
        var outer = self.Method;
        var isTest = tasks.Test == typeof(TStateMachine);
        if (isTest) tasks.Test = null;
        self.Method = new AsyncMethod(tasks.CallsOf(typeof(TStateMachine)), outer) { IsTest = isTest };
        return outer;
    }

    public static void End(AsyncMethod? outer)
    {
        if (Execution.Current is not null) Execution.Self.Method = outer;
    }

    /// <summary>The call whose state machine that is, at its first await.</summary>
    public static AsyncMethod Of<TStateMachine>() where TStateMachine : IAsyncStateMachine
    {
        if (Execution.Current is not { } execution) return new(new Calls(typeof(TStateMachine)), null);
        var method = Execution.Self.Method is { } begun && begun.IsOf(typeof(TStateMachine))
            ? begun : new AsyncMethod(execution.Tasks.CallsOf(typeof(TStateMachine)), null);
        execution.Tasks.Waited.Add(method);
        return method;
    }

    /// <summary>The calling thread comes to an await of the method, until <see cref="Leave"/>.</summary>
    /// <returns>What to give to that.</returns>
    public static AsyncMethod? Enter(AsyncMethod method)
    {
        if (Execution.Current is null) return null;
        var (self, before) = (Execution.Self, Execution.Self.Awaiting);
        method.Await(null, self, isForContext: false);
        self.Awaiting = method;
        return before;
    }

    public static void Leave(AsyncMethod? before)
    {
        if (Execution.Current is not null) Execution.Self.Awaiting = before;
    }

    /// <summary>The task is the end of the method.</summary>
    public static Task Named(Task task, AsyncMethod? method)
    {
        if (method is not null && Execution.Current is not null) TaskStates.Of(task).Method = method;
        return task;
    }
}
