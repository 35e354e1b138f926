using System.Diagnostics;

namespace Workbook.Concurrency.Async;

/// <summary>A wait of a task for a key, or for an event, which gives none.</summary>
[DebuggerDisplay("{Task.Status}")]
internal sealed class TaskWaiter(AsyncWaitQueue origin) : TaskWaiterBase<IDisposable>(origin)
{
    protected override void Complete(TaskCompletionSource<IDisposable> source) =>
        source.SetResult(Key.HoldsNothing ? null! : Key); // nobody looks at the null
}
