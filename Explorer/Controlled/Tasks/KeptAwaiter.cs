// The platform's builders catch what OnCompleted throws, and throw it again on a thread of the pool, where nobody can catch it and
// the process ends. So they are given an awaiter that throws nothing. What it would have thrown is
//
//      the end of the execution        thrown once the builder is out of the way: the thread goes on being unwound
//      an exception of the program     thrown on a controlled thread, which is the platform's way, and a failure that is told

using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Keeps what the OnCompleted of another awaiter throws.</summary>
internal struct KeptAwaiter<TAwaiter>(TAwaiter awaiter) : ICriticalNotifyCompletion where TAwaiter : INotifyCompletion
{
    private Exception? _thrown;

    /// <inheritdoc/>
    public void OnCompleted(Action continuation)
    {
        try { awaiter.OnCompleted(continuation); }
        catch (Exception e) { _thrown = e; }
    }

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation)
    {
        try { ((ICriticalNotifyCompletion)awaiter).UnsafeOnCompleted(continuation); }
        catch (Exception e) { _thrown = e; }
    }

    /// <summary>Throws it: here, if the execution is over.</summary>
    public readonly void Throw()
    {
        if (_thrown is not { } thrown) return;
        if (thrown is ExecutionAborted || Execution.Current is null) ExceptionDispatchInfo.Throw(thrown);
        ControlledScheduler.Queue("continuation", () => ExceptionDispatchInfo.Throw(thrown));
    }
}
