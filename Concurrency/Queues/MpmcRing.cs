// Each slot carries a number that says whose turn it is. Capacity 4, three puts and one take done:
//
//      position      0        1        2        3        4 is slot 0 again
//                +--------+--------+--------+--------+
//      Turn      |   4    |   2    |   3    |   3    |
//      Item      |        |   b    |   c    |        |
//                +--------+--------+--------+--------+
//                             ^                 ^
//                       _consumer.Next = 1   _producer.Next = 3
//
//      Turn == p       the slot is free for the put of position p
//      Turn == p + 1   it holds the item of position p, for the take of position p
//      then            the take sets it to p + capacity: free for the put one lap later
//
//   I1  Whoever moves Next from p to p + 1 [claim] owns slot p until it writes Turn; nobody else reads or writes its item.
//   I2  0 <= _producer.Next - _consumer.Next <= Capacity.
//   I3  "Full" and "empty" are told only when they were true at some moment of the call [really full] [really empty].
//
// I3 is not in the algorithm as it was published: there, a take that finds its slot not yet written answers "empty" also when
// another item, behind that slot, has been put long before. Here it waits for the producer that has claimed the slot and
// is about to write it. The price: a thread that is suspended between [claim] and its write of Turn holds up the others at that
// slot; so the ring is fast, but not lock-free in the strict sense (nor was it before: such a slot blocks all takes).

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Queues;

/// <summary>A bounded first-in-first-out ring for any number of producers and consumers. Nobody sleeps in it.</summary>
/// <remarks>Any thread may call any member. One compare-and-swap a call when nobody interferes. Vyukov, Bounded MPMC Queue,
/// 1024cores.net, 2010, made linearizable.</remarks>
[DebuggerDisplay("Count = {Count} of {Capacity}")] // takes no lock
public sealed class MpmcRing<T>
{
    private readonly Slot[] _slots; // length: a power of two
    private RingSide _producer;     // Next by Interlocked only; SeenOfOther is not used here
    private RingSide _consumer;

    /// <param name="capacity">In items, 2 to 2^30; rounded up to the next power of two, see <see cref="Capacity"/>. (With one
    /// slot, "holds an item" and "free one lap later" would be the same number.)</param>
    public MpmcRing(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1 << 30);
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        for (var i = 0; i < _slots.Length; i++) _slots[i].Turn = i;
    }

    private struct Slot
    {
        public long Turn; // see the table; the volatile write of one side pairs with the volatile read of the other
        public T Item;
    }

    /// <summary>How many items it holds at most.</summary>
    public int Capacity => _slots.Length;

    /// <summary>How many items it holds; one that is just being written counts, one that is just being read does not. Stale by
    /// the time it returns.</summary>
    public int Count
    {
        get
        {
            var taken = Volatile.Read(ref _consumer.Next); // first: the other order could make it negative
            return (int)Math.Min(Capacity, Volatile.Read(ref _producer.Next) - taken);
        }
    }

    /// <summary>Appends an item if there is room.</summary>
    /// <returns>False when it was full; the item was not added.</returns>
    public bool TryPut(T item)
    {
        var backoff = new Backoff();
        while (true)
        {
            var position = Volatile.Read(ref _producer.Next);
            ref var slot = ref _slots[position & (_slots.Length - 1)];
            var turn = Volatile.Read(ref slot.Turn);
            if (turn == position)
            {
                if (Interlocked.CompareExchange(ref _producer.Next, position + 1, position) != position) continue; // [claim]
                slot.Item = item;
                Volatile.Write(ref slot.Turn, position + 1);
                return true;
            }
            if (turn > position) continue; // another put was faster: look at the next position
            if (position - Volatile.Read(ref _consumer.Next) == _slots.Length) return false; // [really full]
            backoff.Wait(); // a take has claimed the slot, and is about to free it
        }
    }

    /// <summary>Removes the oldest item if there is one.</summary>
    /// <returns>False when it was empty.</returns>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        var backoff = new Backoff();
        while (true)
        {
            var position = Volatile.Read(ref _consumer.Next);
            ref var slot = ref _slots[position & (_slots.Length - 1)];
            var turn = Volatile.Read(ref slot.Turn);
            if (turn == position + 1)
            {
                if (Interlocked.CompareExchange(ref _consumer.Next, position + 1, position) != position) continue; // [claim]
                item = slot.Item;
                slot.Item = default!; // let the collector have what we gave away
                Volatile.Write(ref slot.Turn, position + _slots.Length);
                return true;
            }
            if (turn > position + 1) continue; // another take was faster
            if (Volatile.Read(ref _producer.Next) == position) // [really empty]
            {
                item = default;
                return false;
            }
            backoff.Wait(); // a put has claimed the slot, and is about to fill it
        }
    }
}
