// What flows along with work: the platform keeps it in each thread of the system, and so do we, since a controlled thread has one
// for all its life:
//
//      ExecutionContext (AsyncLocal)    captured by who starts work; tasks and awaits do so by themselves
//      SynchronizationContext           does not flow: who starts has none
//
//   I1  A carrier is as a new thread of the system when it begins to carry: nothing of who was there before, nor of the host.

using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Scheduling;

/// <summary>Lets the values of AsyncLocals flow to where work is done.</summary>
[System.Diagnostics.DebuggerStepThrough]
internal static class Flow
{
    private static readonly ExecutionContext _default = DefaultOf(null)!;

    /// <summary>The work, done in the context that is the caller's now; in that of the thread that does it, if the flow is
    /// suppressed.</summary>
    public static Action Captured(Action body)
    {
        var context = ExecutionContext.Capture();
        return context is null || context == _default ? body : () => Run(context, body);
    }

    /// <summary>Does it in that context; null: in the caller's.</summary>
    public static void Run(ExecutionContext? context, Action body)
    {
        if (context is null) body();
        else ExecutionContext.Run(context, static action => ((Action)action!)(), body);
    }

    /// <summary>The calling thread is as a new one: I1. Nobody is told, as nobody is when a thread ends.</summary>
    public static void Clear()
    {
        var thread = Thread.CurrentThread;
        ContextOf(thread) = null;
        SynchronizationOf(thread) = null;
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "Default")]
    private static extern ref ExecutionContext? DefaultOf(ExecutionContext? type);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_executionContext")]
    private static extern ref ExecutionContext? ContextOf(Thread thread);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_synchronizationContext")]
    private static extern ref SynchronizationContext? SynchronizationOf(Thread thread);
}
