using System.Diagnostics.CodeAnalysis;

namespace Workbook.Concurrency.Queues;

/// <summary>Passes items from producers to consumers: a consumer waits while it is empty, a producer while it is full.</summary>
/// <remarks>
/// Any thread may call any member. What a producer wrote before it put an item is seen by whoever takes that item.
/// An already cancelled token means: do not wait. Which item comes out next is for the implementation to say.
/// </remarks>
public interface IBlockingQueue<T>
{
    /// <summary>How many items it holds at most; <see cref="int.MaxValue"/> when it never is full.</summary>
    int Capacity { get; }

    /// <summary>How many items it holds; stale by the time it returns when others put and take.</summary>
    int Count { get; }

    /// <summary>Whether it was empty a moment ago.</summary>
    bool IsEmpty { get; }

    /// <summary>Whether it was full a moment ago.</summary>
    bool IsFull { get; }

    /// <summary>Whether <see cref="Close"/> has been called. True is final.</summary>
    bool IsClosed { get; }

    /// <summary>Adds an item, blocking while there is no room.</summary>
    /// <exception cref="InvalidOperationException">Closed, before the call or during it; the item was not added.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it was full; the item was not added.</exception>
    void Put(T item, CancellationToken cancel = default);

    /// <summary>Adds an item if there is room now. Never blocks for long.</summary>
    /// <returns>False when it is full or closed.</returns>
    bool TryPut(T item);

    /// <summary>Adds an item, but does not wait for room for longer than <paramref name="timeout"/>.</summary>
    /// <param name="item">What to add.</param>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False when it was still full at the end of the time, or is closed.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was full; the item was not added.</exception>
    bool TryPut(T item, TimeSpan timeout, CancellationToken cancel = default);

    /// <summary>Removes the next item, blocking while there is none.</summary>
    /// <returns>True with the item; false once the queue is closed and drained.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    bool Take([MaybeNullWhen(false)] out T item, CancellationToken cancel = default);

    /// <summary>Removes the next item if there is one now. Never blocks for long.</summary>
    bool TryTake([MaybeNullWhen(false)] out T item);

    /// <summary>Removes the next item, but does not wait for one for longer than <paramref name="timeout"/>.</summary>
    /// <param name="item">The item, when there was one.</param>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False when it was still empty at the end of the time, or is closed and drained.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    bool TryTake([MaybeNullWhen(false)] out T item, TimeSpan timeout, CancellationToken cancel = default);

    /// <summary>Refuses further puts, and wakes everybody who waits: producers are refused, consumers take what is left and are
    /// then told that it is over. May be repeated.</summary>
    void Close();
}
