// Six forms of putting and taking, told apart by what they do with an outcome:
//
//      outcome       Put                  TryPut           Take                 TryTake
//      Done          returns              true             true, item           true, item
//      Closed        InvalidOperation     false            false                false
//      TimeOver      (never)              false            (never)              false
//      Cancelled     OperationCanceled    OperationC.      OperationCanceled    OperationC.
//
// The outcome is settled once, while the lock is held that guards what it depends on. To ask the queue afterwards why an
// attempt failed would be too late: cancelled while empty, then an item comes, then it is closed, and Take would say "drained".

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Queues;

/// <summary>The forms of put and take, for the queues of this folder. Each of them says in which order items come out.</summary>
[DebuggerDisplay("{Display,nq}")] // of the derived ones too; takes no lock
public abstract class BlockingQueueBase<T> : IBlockingQueue<T>
{
    private static Deadline Now => default; // a time stamp of long ago: look, but do not wait

    private protected BlockingQueueBase(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
    }

    /// <inheritdoc/>
    public int Capacity { get; }

    /// <inheritdoc/>
    public abstract int Count { get; }

    /// <inheritdoc/>
    public bool IsEmpty => Count == 0;

    /// <inheritdoc/>
    public bool IsFull => Count == Capacity;

    /// <inheritdoc/>
    public abstract bool IsClosed { get; }

    /// <summary>How many threads sleep, producers and consumers; stale by the time it returns. For the debugger.</summary>
    private protected abstract int Waiting { get; }

    /// <inheritdoc/>
    public void Put(T item, CancellationToken cancel = default)
    {
        var outcome = Put(item, Deadline.Never, cancel);
        if (outcome == Outcome.Closed)
            throw new InvalidOperationException("Put on a closed queue; close it after the last put, or use TryPut.");
        if (outcome == Outcome.Cancelled) throw new OperationCanceledException(cancel);
    }

    /// <inheritdoc/>
    public bool TryPut(T item) => Put(item, Now, CancellationToken.None) == Outcome.Done;

    /// <inheritdoc/>
    public bool TryPut(T item, TimeSpan timeout, CancellationToken cancel = default)
    {
        var outcome = Put(item, Deadline.After(timeout), cancel);
        if (outcome == Outcome.Cancelled) throw new OperationCanceledException(cancel);
        return outcome == Outcome.Done;
    }

    /// <inheritdoc/>
    public bool Take([MaybeNullWhen(false)] out T item, CancellationToken cancel = default)
    {
        var outcome = Take(out item, Deadline.Never, cancel);
        if (outcome == Outcome.Cancelled) throw new OperationCanceledException(cancel);
        return outcome == Outcome.Done;
    }

    /// <inheritdoc/>
    public bool TryTake([MaybeNullWhen(false)] out T item) => Take(out item, Now, CancellationToken.None) == Outcome.Done;

    /// <inheritdoc/>
    public bool TryTake([MaybeNullWhen(false)] out T item, TimeSpan timeout, CancellationToken cancel = default)
    {
        var outcome = Take(out item, Deadline.After(timeout), cancel);
        if (outcome == Outcome.Cancelled) throw new OperationCanceledException(cancel);
        return outcome == Outcome.Done;
    }

    /// <inheritdoc/>
    public IEnumerable<T> TakeAll(CancellationToken cancel = default)
    {
        while (Take(out var item, cancel)) yield return item;
    }

    /// <inheritdoc/>
    public abstract void Close();

    /// <summary>Puts the item, or has changed nothing.</summary>
    private protected abstract Outcome Put(T item, Deadline deadline, CancellationToken cancel);

    /// <summary>Takes an item, or has changed nothing.</summary>
    private protected abstract Outcome Take([MaybeNull] out T item, Deadline deadline, CancellationToken cancel);

    private string Display =>
        $"{Count}{(Capacity == int.MaxValue ? "" : $" of {Capacity}")}{(IsClosed ? ", closed" : "")}, {Waiting} waiting";
}
