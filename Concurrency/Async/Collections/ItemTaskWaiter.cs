using System.Diagnostics;

namespace Workbook.Concurrency.Async;

/// <inheritdoc cref="IItemWaiter{TResult}"/>
[DebuggerDisplay("{Task.Status}")]
internal sealed class ItemTaskWaiter<TResult>(AsyncWaitQueue origin, TResult result)
    : TaskWaiterBase<TResult>(origin), IItemWaiter<TResult>
{
    public TResult Result { get; set; } = result;

    public Exception? Failure { get; set; }

    protected override void Complete(TaskCompletionSource<TResult> source)
    {
        if (Failure is null) source.SetResult(Result);
        else source.SetException(Failure);
    }
}
