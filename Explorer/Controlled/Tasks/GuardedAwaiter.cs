// What an awaiter throws when it is told what comes after, the platform's builders throw again on a thread of the pool, which
// ends the process. An execution that is over unwinds its threads from there as from any other step: so it is kept here until the
// builder has returned, and thrown then. What an awaiter of the program's own throws is an unhandled exception of a thread of its
// own.

using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Lets no exception of an awaiter into the platform's builder.</summary>
internal struct GuardedAwaiter<TAwaiter>(TAwaiter awaiter) : ICriticalNotifyCompletion where TAwaiter : INotifyCompletion
{
    private TAwaiter _awaiter = awaiter;
    private Exception? _thrown;

    /// <inheritdoc/>
    public void OnCompleted(Action continuation)
    {
        try { _awaiter.OnCompleted(continuation); }
        catch (Exception e) { _thrown = e; }
    }

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation)
    {
        try { ((ICriticalNotifyCompletion)_awaiter).UnsafeOnCompleted(continuation); }
        catch (Exception e) { _thrown = e; }
    }

    /// <summary>Throws what was kept.</summary>
    public readonly void Rethrow()
    {
        if (_thrown is null) return;
        var thrown = ExceptionDispatchInfo.Capture(_thrown);
        if (_thrown is ExecutionAborted || Execution.Current is not { IsAborting: false }) thrown.Throw();
        ControlledScheduler.Queue("await", thrown.Throw);
    }
}
