// Any container behind one lock. What comes out next is the container's affair, when it may is settled here:
//
//        producers                  _mutex                  consumers
//      sleep in _roomFreed     +--------------+      sleep in _itemArrived
//      while _count is         |  Insert      |      while _count is 0
//      Capacity                |  Remove      |
//                              +--------------+
//
// Whenever no thread holds the mutex:
//   I1  0 <= _count <= Capacity, and the container holds _count items.
//   I2  While consumers sleep, at least _count others have been woken and are on their way to look; the same for producers
//       and the room that is left.
//   I3  Nobody sleeps once _closed is set, and it is never unset.
//
// I2 holds because each put makes one item and wakes one of those who wait for items, and because a thread that was woken and
// then fails to use what it was woken for passes the wake-up on.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Queues;

/// <summary>A blocking queue made of a container that knows nothing of threads.</summary>
public abstract class SingleLockQueue<T> : BlockingQueueBase<T>
{
    private readonly ParkingMutex _mutex = new(); // guards all below, and the container of the derived class
    private readonly ConditionVariable _roomFreed, _itemArrived;
    private int _count; // read without the mutex by Count, with Volatile
    private bool _closed; // read without the mutex by IsClosed, with Volatile

    private protected SingleLockQueue(int capacity) : base(capacity) =>
        (_roomFreed, _itemArrived) = (new ConditionVariable(_mutex), new ConditionVariable(_mutex));

    /// <inheritdoc/>
    public override int Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public override bool IsClosed => Volatile.Read(ref _closed);

    private protected override int Waiting => _roomFreed.Waiting + _itemArrived.Waiting;

    /// <inheritdoc/>
    public override void Close()
    {
        using (_mutex.Hold())
        {
            _closed = true;
            _roomFreed.Broadcast(); // all of them are refused
            _itemArrived.Broadcast(); // no more will come
        }
    }

    /// <summary>Adds to the container, which holds <paramref name="count"/> items. The lock is held. If it throws, nothing has
    /// changed.</summary>
    private protected abstract void Insert(T item, int count);

    /// <summary>Removes from the container, which holds <paramref name="count"/> items, at least 1. The lock is held. If it
    /// throws, nothing has changed.</summary>
    private protected abstract T Remove(int count);

    /// <summary>How long an array should be that has become too short: twice as long, within the capacity. An array that has
    /// the greatest length already is to be one longer, and the allocation fails: nothing has changed.</summary>
    private protected int LengthAfter(int length) =>
        (int)Math.Min(Capacity, Math.Max(length + 1L, Math.Min(2L * length, Array.MaxLength)));

    private protected override Outcome Put(T item, Deadline deadline, CancellationToken cancel)
    {
        using (_mutex.Hold())
        {
            while (_count == Capacity && !_closed)
            {
                if (cancel.IsCancellationRequested) return Outcome.Cancelled;
                if (deadline.HasPassed) return Outcome.TimeOver;
                _roomFreed.Wait(deadline, cancel);
            }
            if (_closed) return Outcome.Closed;
            try { Insert(item, _count); }
            catch
            {
                _roomFreed.Signal(); // the room is still there: I2
                throw;
            }
            _count++;
            Debug.Assert(_count <= Capacity, "I1");
            _itemArrived.Signal(); // one item, one consumer
            return Outcome.Done;
        }
    }

    private protected override Outcome Take([MaybeNull] out T item, Deadline deadline, CancellationToken cancel)
    {
        item = default;
        using (_mutex.Hold())
        {
            while (_count == 0)
            {
                if (_closed) return Outcome.Closed;
                if (cancel.IsCancellationRequested) return Outcome.Cancelled;
                if (deadline.HasPassed) return Outcome.TimeOver;
                _itemArrived.Wait(deadline, cancel);
            }
            try { item = Remove(_count); }
            catch
            {
                _itemArrived.Signal(); // the item is still there: I2
                throw;
            }
            _count--;
            Debug.Assert(_count >= 0, "I1");
            _roomFreed.Signal(); // room for one, one producer
            return Outcome.Done;
        }
    }
}
