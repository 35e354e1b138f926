// A ring buffer with a lock at each end, so that a producer and a consumer do not wait for each other. Capacity 6, three items:
//
//             consumers take here        producers put here
//                  _takes                     _puts
//                     v                         v
//        +-----+-----+-----+-----+-----+-----+
//        |     |     |  a  |  b  |  c  |     |
//        +-----+-----+-----+-----+-----+-----+
//
//   I1  0 <= items put - items taken <= Capacity.
//   I2  A slot is touched by one thread at a time: the one that holds its end's lock and was told by Await that it may pass.
//   I3  The puts are closed before the takes. So a consumer that finds its end closed sees all that was ever put.
//
// How an end waits for the other without holding the other's lock stands in RingEnd.cs.

using System.Diagnostics.CodeAnalysis;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Queues;

/// <summary>First in, first out, with room for a fixed number of items.</summary>
/// <remarks>Yields for some microseconds before it sleeps. After the two-lock queue of Michael and Scott, Simple, Fast, and
/// Practical Non-Blocking and Blocking Concurrent Queue Algorithms, PODC 1996, but on a ring; Herlihy and Shavit,
/// ch. 10.</remarks>
public sealed class BoundedBlockingQueue<T> : BlockingQueueBase<T>
{
    private readonly T[] _ring;
    private readonly RingEnd _puts, _takes; // each with a lock; never both at once

    /// <param name="capacity">In items, at least 1. The memory for all of them is taken at once.</param>
    public BoundedBlockingQueue(int capacity) : base(capacity)
    {
        _ring = new T[capacity];
        _puts = new RingEnd(slots: capacity, headStart: capacity);
        _takes = new RingEnd(slots: capacity, headStart: 0);
    }

    /// <inheritdoc/>
    public override int Count => (int)Math.Clamp(_puts.Passed - _takes.Passed, 0, Capacity); // read one after the other

    /// <inheritdoc/>
    public override bool IsClosed => _puts.IsClosed;

    private protected override int Waiting => _puts.Waiting + _takes.Waiting;

    /// <inheritdoc/>
    public override void Close()
    {
        _puts.Close(); // I3
        _takes.Close();
    }

    private protected override Outcome Put(T item, Deadline deadline, CancellationToken cancel)
    {
        _puts.Yield(_takes, deadline, cancel);
        _puts.Acquire();
        try
        {
            var outcome = _puts.Await(_takes, deadline, cancel);
            if (_puts.IsClosed) return Outcome.Closed; // although there may be room
            if (outcome != Outcome.Done) return outcome;
            _ring[_puts.Slot] = item;
            _puts.Pass();
        }
        finally { _puts.Release(); }
        _takes.WakeOneIfAnySleeps();
        return Outcome.Done;
    }

    private protected override Outcome Take([MaybeNull] out T item, Deadline deadline, CancellationToken cancel)
    {
        item = default;
        _takes.Yield(_puts, deadline, cancel);
        _takes.Acquire();
        try
        {
            var outcome = _takes.Await(_puts, deadline, cancel); // Closed only when nothing is left
            if (outcome != Outcome.Done) return outcome;
            item = _ring[_takes.Slot];
            _ring[_takes.Slot] = default!; // let the collector have what we gave away
            _takes.Pass();
        }
        finally { _takes.Release(); }
        _puts.WakeOneIfAnySleeps();
        return Outcome.Done;
    }
}
