namespace Workbook.Concurrency.Async;

/// <summary>One wait, of a task or of a thread; see <see cref="AsyncWaitQueue"/> for its life.</summary>
/// <param name="origin">The queue in which it waits, and in which alone it can give up.</param>
internal abstract class AsyncWaiter(AsyncWaitQueue origin)
{
    // Guarded by the lock of the queue:
    internal AsyncWaiter? Next, Previous;
    internal AsyncWaitQueue? Queue;
    internal long Arrival;    // for an owner with two queues: which came first
    internal bool WantsKey;   // for an owner with two kinds of waits
    internal AsyncKey Key;    // what it is given
    internal bool HasGivenUp; // cancelled, or time over

    internal AsyncWaitQueue Origin { get; } = origin;

    /// <summary>Ends the wait. Called once, by whoever took it out of its last queue, without the lock.</summary>
    internal abstract void Complete();
}
