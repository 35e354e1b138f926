namespace Workbook.Concurrency.Async;

/// <summary>A wait for an <see cref="ItemBuffer{T, TStore}"/>, by a task or a thread. Both members are written under the lock
/// of the buffer until the wait has left the queue, and are the waiter's own afterwards.</summary>
internal interface IItemWaiter<TResult>
{
    /// <summary>The item to be put; or what was taken, or told.</summary>
    TResult Result { get; set; }

    /// <summary>Why it could not be done.</summary>
    Exception? Failure { get; set; }
}
