using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>An awaiter that is given to the platform's builder in the place of the program's. The execution may end where it
/// attaches what comes after the await, and the platform would throw that on its own pool, where nobody catches it.</summary>
/// <typeparam name="TAwaiter">The program's.</typeparam>
internal struct Resuming<TAwaiter>(TAwaiter awaiter, bool isCritical) : ICriticalNotifyCompletion
    where TAwaiter : INotifyCompletion
{
    private ExecutionAborted? _aborted;

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        try
        {
            if (isCritical) ((ICriticalNotifyCompletion)awaiter).UnsafeOnCompleted(continuation);
            else awaiter.OnCompleted(continuation);
        }
        catch (ExecutionAborted e) { _aborted = e; }
    }

    /// <summary>Goes on with the end of the execution, if it has ended there.</summary>
    public readonly void ThrowIfAborted()
    {
        if (_aborted is not null) throw _aborted;
    }
}
