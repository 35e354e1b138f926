// What a test must not reach. Files, the console's output and the environment are not here: they neither wait for another thread
// nor start one, and run as one step. What they keep from one execution to the next is the test's to look after. Native code may
// do anything, and is refused where the program itself calls it.

using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>What of the platform can block or start work, and is not controlled.</summary>
internal static class Uncontrolled
{
    // Of System.Threading: what neither blocks nor starts anything. All else there is controlled, or refused.
    private static readonly HashSet<string> _harmless =
    [
        "Timeout", "CancellationToken", "ThreadStart", "ParameterizedThreadStart", "WaitCallback", "IThreadPoolWorkItem",
        "WaitOrTimerCallback", "TimerCallback", "ITimer",
        "AsyncLocal`1", "AsyncLocalValueChangedArgs`1", "ExecutionContext", "AsyncFlowControl", "ContextCallback",
        "SendOrPostCallback", "ThreadState", "ThreadPriority",
        "LockRecursionPolicy", "LazyThreadSafetyMode", "EventResetMode",
        "SynchronizationLockException", "ThreadStateException", "ThreadInterruptedException", "SemaphoreFullException",
        "LockRecursionException", "AbandonedMutexException", "WaitHandleCannotBeOpenedException", "BarrierPostPhaseException",
        "NamedWaitHandleOptions",
    ];

    private static readonly string[] _namespaces =
    [
        "System.Threading.Tasks", "System.Threading.Channels", "System.Collections.Concurrent", "System.Net",
        "System.IO.Pipes", "System.IO.Ports", "System.Timers",
        "Microsoft.CSharp.RuntimeBinder", // dynamic: what it calls is not known before it is called
    ];

    private static readonly HashSet<string> _types =
    [
        "System.Diagnostics.Process", "System.IO.FileSystemWatcher", "System.Linq.ParallelEnumerable",
        "System.Linq.ParallelQuery", "System.Linq.ParallelQuery`1", "System.Runtime.CompilerServices.AsyncTaskMethodBuilder",
        "System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1", "System.Runtime.CompilerServices.AsyncVoidMethodBuilder",
    ];

    // Of the namespaces above: interfaces, options and exceptions, and the bases of what the controlled factories make.
    private static readonly HashSet<string> _harmlessTypes =
    [
        "System.Collections.Concurrent.IProducerConsumerCollection`1",
        "System.Threading.Channels.Channel`1", "System.Threading.Channels.Channel`2",
        "System.Threading.Channels.ChannelReader`1", "System.Threading.Channels.ChannelWriter`1",
        "System.Threading.Channels.ChannelOptions", "System.Threading.Channels.BoundedChannelOptions",
        "System.Threading.Channels.UnboundedChannelOptions", "System.Threading.Channels.UnboundedPrioritizedChannelOptions`1",
        "System.Threading.Channels.BoundedChannelFullMode", "System.Threading.Channels.ChannelClosedException",
    ];

    private static readonly HashSet<string> _members =
    [
        "System.Console::Read", "System.Console::ReadLine", "System.Console::ReadKey", "System.Console::get_In",
        "System.Console::OpenStandardInput",
        "System.TimeProvider::CreateTimer", "System.GC::WaitForPendingFinalizers", "System.GC::WaitForFullGCComplete",
        "System.IAsyncResult::get_IsCompleted", "System.IAsyncResult::get_CompletedSynchronously",
        "System.Environment::Exit", "System.Environment::FailFast", // they end the explorer too
        // Who derives from these inherits members of the platform that await.
        "System.Threading.Channels.ChannelReader`1::.ctor", "System.Threading.Channels.ChannelWriter`1::.ctor",
    ];

    // Of System.Threading.Tasks: what neither starts anything nor waits, nor could tell how far a task is.
    private static readonly HashSet<string> _harmlessOfTasks =
    [
        "Task::get_CompletedTask", "Task::FromResult", "Task::FromException", "Task::FromCanceled", "Task::get_AsyncState",
        "Task::get_CreationOptions", "Task::get_Factory", "Task`1::get_Factory",
        "TaskFactory::.ctor", "TaskFactory::get_CancellationToken", "TaskFactory::get_Scheduler",
        "TaskFactory::get_CreationOptions", "TaskFactory::get_ContinuationOptions",
        "TaskFactory`1::.ctor", "TaskFactory`1::get_CancellationToken", "TaskFactory`1::get_Scheduler",
        "TaskFactory`1::get_CreationOptions", "TaskFactory`1::get_ContinuationOptions",
        // The members that are called by the platform, on a scheduler of the program's, are code of the program.
        "TaskScheduler::.ctor", "TaskScheduler::get_Default", "TaskScheduler::get_Id",
        "TaskScheduler::get_MaximumConcurrencyLevel",
        "TaskScheduler::QueueTask", "TaskScheduler::TryDequeue", "TaskScheduler::TryExecuteTaskInline",
        "TaskScheduler::GetScheduledTasks", "TaskScheduler::FromCurrentSynchronizationContext", "TaskSchedulerException::.ctor",
        "ValueTask::.ctor", "ValueTask::get_CompletedTask", "ValueTask::FromResult", "ValueTask::FromException",
        "ValueTask::FromCanceled", "ValueTask::Equals", "ValueTask::GetHashCode", "ValueTask::op_Equality",
        "ValueTask::op_Inequality",
        "ValueTask`1::.ctor", "ValueTask`1::Equals", "ValueTask`1::GetHashCode", "ValueTask`1::op_Equality",
        "ValueTask`1::op_Inequality", "ValueTask`1::ToString",
        "TaskCompletionSource::.ctor", "TaskCompletionSource`1::.ctor",
        "TaskCanceledException::.ctor", "TaskCanceledException::get_Task",
        "ParallelOptions::.ctor", "ParallelOptions::get_CancellationToken", "ParallelOptions::set_CancellationToken",
        "ParallelOptions::get_MaxDegreeOfParallelism", "ParallelOptions::set_MaxDegreeOfParallelism",
        "IValueTaskSource::GetStatus", "IValueTaskSource::OnCompleted", "IValueTaskSource::GetResult",
        "IValueTaskSource`1::GetStatus", "IValueTaskSource`1::OnCompleted", "IValueTaskSource`1::GetResult",
    ];

    /// <summary>Whether it is a single member of a type of that kind, and does no harm.</summary>
    public static bool IsHarmless(MethodReference member) => member.DeclaringType.GetElementType()
            is { Namespace: "System.Threading.Tasks" or "System.Threading.Tasks.Sources" } type
        && _harmlessOfTasks.Contains($"{type.Name}::{member.Name}");

    /// <summary>Whether objects of it, or of a type that implements it, are controlled ones.</summary>
    public static bool IsBaseOfControlled(TypeReference type) => _harmlessTypes.Contains(type.FullName);

    /// <summary>Whether it is a single member of that kind.</summary>
    public static bool Contains(MethodReference member) =>
        _members.Contains($"{member.DeclaringType.GetElementType().FullName}::{member.Name}");

    /// <summary>Whether it is of the platform, and gives a task that the platform completes: of a file, of a stream, of a test
    /// framework that awaits the program's. A call through an interface is one of the program's own objects.</summary>
    public static bool GivesTask(MethodReference member)
    {
        var open = member.GetElementMethod();
        var type = open.DeclaringType.GetElementType();
        if (type.Scope is not AssemblyNameReference { Name: var name } || !PlatformAssemblies.Contains(name)) return false;
        if (TypeSwap.IsReplaced(type.FullName) || IsBaseOfControlled(type) || !IsTask(open.ReturnType)) return false;
        return type.Resolve() is not { IsInterface: true };
    }

    private static bool IsTask(TypeReference type) => type.GetElementType().FullName is "System.Threading.Tasks.Task"
        or "System.Threading.Tasks.Task`1" or "System.Threading.Tasks.ValueTask" or "System.Threading.Tasks.ValueTask`1"
        or "System.Collections.Generic.IAsyncEnumerable`1";

    public static bool Contains(TypeReference type)
    {
        while (type.DeclaringType is not null) type = type.DeclaringType;
        if (TypeSwap.IsReplaced(type.FullName) || IsBaseOfControlled(type)) return false;
        if (type.Namespace == "System.Threading") return !_harmless.Contains(type.Name);
        return _types.Contains(type.FullName)
            || Array.Exists(_namespaces, name => type.Namespace == name
                || type.Namespace.StartsWith($"{name}.", StringComparison.Ordinal));
    }
}
