using System.Diagnostics.CodeAnalysis;

namespace Workbook.Concurrency.Queues;

/// <summary>Passes items from producers to consumers: a consumer waits while it is empty, a producer while it is full.</summary>
/// <remarks>
/// Any thread may call any member. What a producer wrote before it put an item is seen by whoever takes that item.
/// An already cancelled token means: do not wait. Which item comes out next is for the implementation to say; who of several
/// waiting threads gets the next item or the next room is not promised. A call that is ended by
/// <see cref="Thread.Interrupt"/> throws <see cref="ThreadInterruptedException"/>, and has changed nothing.
/// </remarks>
public interface IBlockingQueue<T>
{
    /// <summary>How many items it holds at most; <see cref="int.MaxValue"/> when it never is full.</summary>
    int Capacity { get; }

    /// <summary>About how many items it holds, 0 to <see cref="Capacity"/>: exact while nobody puts or takes, otherwise stale by
    /// the time it returns. To decide whether to put or take, use the Try forms.</summary>
    int Count { get; }

    /// <summary>Whether it was empty a moment ago; approximate like <see cref="Count"/>.</summary>
    bool IsEmpty { get; }

    /// <summary>Whether it was full a moment ago; approximate like <see cref="Count"/>.</summary>
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
    /// <returns>True with the item; false once the queue is closed and drained, and from then on at every call.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    bool Take([MaybeNullWhen(false)] out T item, CancellationToken cancel = default);

    /// <summary>Removes the next item if there is one now. Never blocks for long.</summary>
    /// <returns>False when it is empty.</returns>
    bool TryTake([MaybeNullWhen(false)] out T item);

    /// <summary>Removes the next item, but does not wait for one for longer than <paramref name="timeout"/>.</summary>
    /// <param name="item">The item, when there was one.</param>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False when it was still empty at the end of the time, or is closed and drained.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    bool TryTake([MaybeNullWhen(false)] out T item, TimeSpan timeout, CancellationToken cancel = default);

    /// <summary>Takes one item after the other, blocking while there is none, until the queue is closed and drained.</summary>
    /// <remarks>Each step of the enumeration is one <see cref="Take"/>; before the first, nothing is taken. Several threads may
    /// enumerate, each with its own call, and share the items between them.</remarks>
    /// <exception cref="OperationCanceledException">By a step that was cancelled while it was empty.</exception>
    IEnumerable<T> TakeAll(CancellationToken cancel = default);

    /// <summary>Refuses further puts, and wakes everybody who waits: producers are refused, consumers take what is left and are
    /// then told that it is over. May be repeated. Never blocks for long.</summary>
    void Close();
}
