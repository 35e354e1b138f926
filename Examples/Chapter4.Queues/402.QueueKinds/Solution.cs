// A heap that orders by two keys, so that there is never a tie:
//
//        put                    key in the heap              comes out
//        Put(x, 2)              (2, 0)                       y   (1, 1)
//        Put(y, 1)              (1, 1)                       x   (2, 0)   <- 2 like z, but put first
//        Put(z, 2)              (2, 2)                       z   (2, 2)
//
// Whenever no thread holds _mutex:
//   I1  The numbers of the items in _heap are all different, and less than _puts; an item put later has a larger number.
//   I2  While consumers sleep, at least as many others as there are items have been woken and are on their way to look.
//   I3  Nobody sleeps once _closed is set, and it is never unset.
//
// I1 is what makes it stable: the heap itself promises nothing about equal keys, and with the number no two keys are equal.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Queues.QueueKinds;

/// <summary>Gives the item with the smallest priority first, of equal ones the one that was put first.</summary>
/// <remarks>Any thread may call any member. There is room for any number of items.</remarks>
[DebuggerDisplay("Count = {_heap.Count}, Closed = {_closed}")] // takes no lock
public sealed class StableQueue<T>
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _itemArrived;
    private readonly PriorityQueue<T, (int Priority, long Number)> _heap = new();
    private long _puts;
    private bool _closed;

    /// <summary>An empty queue.</summary>
    public StableQueue() => _itemArrived = new ConditionVariable(_mutex);

    /// <summary>How many items lie in it; stale by the time it returns.</summary>
    public int Count { get { using (_mutex.Hold()) return _heap.Count; } }

    /// <summary>Adds an item. Never waits.</summary>
    /// <param name="item">What to add.</param>
    /// <param name="priority">Any number; the smallest comes out first.</param>
    /// <exception cref="InvalidOperationException">Closed; the item was not added.</exception>
    public void Put(T item, int priority)
    {
        using (_mutex.Hold())
        {
            if (_closed) throw new InvalidOperationException("Put on a closed queue; close it after the last put.");
            _heap.Enqueue(item, (priority, _puts++)); // [number] under the lock, so in the order of the puts
            _itemArrived.Signal();                    // one item, one consumer
        }
    }

    /// <summary>Removes the next item, sleeping while there is none.</summary>
    /// <returns>False once the queue is closed and drained.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    public bool Take([MaybeNullWhen(false)] out T item, CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            while (_heap.Count == 0 && !_closed) _itemArrived.Wait(cancel); // [empty]
            return _heap.TryDequeue(out item, out _);  // [take] false: closed, and nothing is left
        }
    }

    /// <summary>Refuses further puts; what is left may still be taken. May be repeated.</summary>
    public void Close()
    {
        using (_mutex.Hold())
        {
            _closed = true;
            _itemArrived.Broadcast(); // nothing more will come for them
        }
    }
}
