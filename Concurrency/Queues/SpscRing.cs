// One producer, one consumer, and no atomic instruction at all: each index has one writer. Capacity 8:
//
//      position          8     9    10    11    12    13    14
//                     +-----+-----+-----+-----+-----+-----+-----+--
//                     |     |     |  a  |  b  |  c  |     |     |       slot = position modulo capacity
//                     +-----+-----+-----+-----+-----+-----+-----+--
//                                   ^                 ^
//                       _consumer.Next = 10    _producer.Next = 13
//
//   I1  0 <= _producer.Next - _consumer.Next <= Capacity.
//   I2  Only the producer writes the slots from _producer.Next on, only the consumer touches those before.
//   I3  Each side knows the other's index at its worst: SeenOfOther is old, never ahead. The producer sees a fuller ring than
//       there is, the consumer an emptier one, and each looks again [look] before it says so.
//
// I2 holds because an item is written before the index that gives it away [publish], and read before the index that gives the
// slot back [free]; the volatile write of one side and the volatile read of the other [look] keep that order in every core's eyes.
//
// Why the remembered index: reading the other's index brings its cache line over from the other core, and takes it from there.
// With SeenOfOther that happens once for as many items as the other side was ahead, not once for each.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Workbook.Concurrency.Queues;

/// <summary>A bounded first-in-first-out ring between exactly one producer and one consumer. Nobody ever waits in it.</summary>
/// <remarks>
/// <para><see cref="TryPut"/> is for one thread, <see cref="TryTake"/> for one other; two threads that put at the same time
/// overwrite each other's item. The role may pass to another thread if something orders the two, such as a join or a lock.
/// Both members are wait-free: a fixed number of steps, whatever the other side does.</para>
/// <para>Lamport, Specifying Concurrent Program Modules, TOPLAS 1983; the remembered indices after Giacomoni, Moseley and
/// Vachharajani, FastForward, PPoPP 2008, and Rigtorp's SPSCQueue.</para>
/// </remarks>
[DebuggerDisplay("Count = {Count} of {Capacity}")] // takes no lock
public sealed class SpscRing<T>
{
    private readonly T[] _slots;  // length: a power of two, so that "modulo" is one instruction
    private RingSide _producer;   // written by the producer only
    private RingSide _consumer;   // written by the consumer only

    /// <param name="capacity">In items, 1 to 2^30; rounded up to the next power of two, see <see cref="Capacity"/>.</param>
    public SpscRing(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1 << 30);
        _slots = new T[BitOperations.RoundUpToPowerOf2((uint)capacity)];
    }

    /// <summary>How many items it holds at most.</summary>
    public int Capacity => _slots.Length;

    /// <summary>How many items it holds; for the two sides a bound (the producer finds at most that many, the consumer at least),
    /// for everybody else stale by the time it returns.</summary>
    public int Count
    {
        get
        {
            var taken = Volatile.Read(ref _consumer.Next); // first: the other order could make it negative
            return (int)Math.Min(Capacity, Volatile.Read(ref _producer.Next) - taken);
        }
    }

    /// <summary>Appends an item if there is room. For the producer.</summary>
    /// <returns>False when it is full; the item was not added.</returns>
    public bool TryPut(T item)
    {
        var position = _producer.Next;
        if (position - _producer.SeenOfOther == _slots.Length)
        {
            _producer.SeenOfOther = Volatile.Read(ref _consumer.Next);                     // [look] pairs with [free]
            if (position - _producer.SeenOfOther == _slots.Length) return false;
        }
        Debug.Assert(position - _producer.SeenOfOther is >= 0 and var ahead && ahead < _slots.Length, "I1");
        _slots[position & (_slots.Length - 1)] = item;
        Volatile.Write(ref _producer.Next, position + 1);                                  // [publish]
        return true;
    }

    /// <summary>Removes the oldest item if there is one. For the consumer.</summary>
    /// <returns>False when it is empty.</returns>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        var position = _consumer.Next;
        if (position == _consumer.SeenOfOther)
        {
            _consumer.SeenOfOther = Volatile.Read(ref _producer.Next);                     // [look] pairs with [publish]
            if (position == _consumer.SeenOfOther)
            {
                item = default;
                return false;
            }
        }
        Debug.Assert(position < _consumer.SeenOfOther, "I1");
        ref var slot = ref _slots[position & (_slots.Length - 1)];
        item = slot;
        slot = default!; // let the collector have what we gave away
        Volatile.Write(ref _consumer.Next, position + 1);                                  // [free]
        return true;
    }
}
