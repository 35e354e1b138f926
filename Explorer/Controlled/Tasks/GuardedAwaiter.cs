// The platform catches what an awaiter throws instead of taking the continuation, and throws it again on a thread of the pool:
// that ends the process. So it does not get there:
//
//      our builder  ->  the platform's builder  ->  OnCompleted, here  ->  the awaiter's own    throws: kept
//      ThrowIfFailed  <------------------------------------
//                        an execution that is unwound goes on being unwound; any other exception is one of a thread of the pool

using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>An awaiter that keeps what it throws instead of taking a continuation.</summary>
internal struct GuardedAwaiter<TAwaiter>(TAwaiter awaiter) : ICriticalNotifyCompletion where TAwaiter : INotifyCompletion
{
    private TAwaiter _awaiter = awaiter; // not readonly: it may be a struct that changes
    private Exception? _thrown;

    public void OnCompleted(Action continuation)
    {
        try { _awaiter.OnCompleted(continuation); }
        catch (Exception e) { _thrown = e; }
    }

    public void UnsafeOnCompleted(Action continuation)
    {
        try { ((ICriticalNotifyCompletion)_awaiter).UnsafeOnCompleted(continuation); }
        catch (Exception e) { _thrown = e; }
    }

    /// <summary>After the platform's builder has asked it.</summary>
    public readonly void ThrowIfFailed()
    {
        if (_thrown is null) return;
        var thrown = ExceptionDispatchInfo.Capture(_thrown);
        if (_thrown is ExecutionAborted || Execution.Current is null) thrown.Throw();
        ControlledScheduler.Queue("awaiter", thrown.Throw);
    }
}
