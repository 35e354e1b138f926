// One owner works at the bottom, any number of thieves take from the top. Capacity 8:
//
//      position          8     9    10    11    12    13    14
//                     +-----+-----+-----+-----+-----+-----+-----+--
//                     |  -  |  -  |  a  |  b  |  c  |     |     |       slot = position modulo capacity
//                     +-----+-----+-----+-----+-----+-----+-----+--
//                                   ^                 ^
//                       top = _thieves.Next = 10    bottom = _owner.Next = 13
//                       a is stolen next            c is popped next, a push writes here
//
//   I1  Only the owner writes bottom and the slots. Top only grows, by compare-exchange: whoever moves it from p to p + 1 has
//       the item at p, be it a thief or, for the last item, the owner.
//   I2  bottom - top <= capacity, and a slot is written again only when top has passed the item that it held.
//   I3  Every position in [top, bottom) holds an item, in the newest ring.
//   I4  _owner.SeenOfOther <= top, and the owner has emptied the slots of all positions before it.
//
// Owner and thief meet only at the last item. The owner announces its claim and then looks how far the thieves are. A thief
// sees how far they are (that was announced by the compare-exchange which moved top there) and then looks for a claim:
//
//      owner   bottom = p      [claim]  fence  reads top     [look]    top == p: it is the last one, compare-exchange for it
//      thief   reads top == p           fence  reads bottom  [check]   bottom == p: nothing left
//
// Without the two fences the owner's write may wait in its core's store buffer while it reads an old top, and a thief reads the
// old bottom: both would take the item. With them at least one sees the other, and then the compare-exchange decides [win].
//
// A thief reads the item before it wins [read]. If it loses, what it has read may be old or half of two items, and is dropped;
// if it wins, top was still p, so by I2 nobody had written that slot. That is also why a thief may read from a ring that the
// owner has replaced meanwhile: the old ring is never written again.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Workbook.Concurrency.Queues;

/// <summary>A double-ended queue of a worker: the worker pushes and pops its youngest items, others steal the oldest.</summary>
/// <remarks>
/// <para><see cref="Push"/> and <see cref="TryPop"/> are for the owner, one thread at a time; two threads that push at the same
/// time lose items, and nothing here finds that out. The role may pass to another thread if something orders the two, such as a
/// join or a lock. <see cref="TrySteal"/> and <see cref="Count"/> are for any thread. Nobody ever waits: the owner needs a fixed
/// number of steps, besides growing and emptying the slots of what was stolen; a thief tries again only when another got the
/// item.</para>
/// <para>What the owner wrote before it pushed is seen by whoever steals the item. The ring doubles when it is full and never
/// shrinks. The slot of a stolen item is emptied at the owner's next pop.</para>
/// <para>Chase and Lev, Dynamic Circular Work-Stealing Deque, SPAA 2005; the fences after Lê, Pop, Cohen and Zappa Nardelli,
/// Correct and Efficient Work-Stealing for Weak Memory Models, PPoPP 2013.</para>
/// </remarks>
[DebuggerDisplay("Count = {Count}")] // takes no lock
public sealed class WorkStealingDeque<T>
{
    private const int MaxCapacity = 1 << 30;

    private RingSide _owner;    // Next: bottom. SeenOfOther: see I4. Written by the owner
    private RingSide _thieves;  // Next: top. Written by compare-exchange in TrySteal and TryPop
    private T[] _ring;          // length: a power of two; the owner replaces it: the write in Grow pairs with TrySteal's read

    /// <param name="capacity">In items, 1 to 2^30, rounded up to a power of two: how many fit before it grows.</param>
    public WorkStealingDeque(int capacity = 32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MaxCapacity);
        _ring = new T[BitOperations.RoundUpToPowerOf2((uint)capacity)];
    }

    /// <summary>How many items it holds; stale by the time it returns, unless the owner asks and nobody steals.</summary>
    public int Count
    {
        get
        {
            var bottom = Volatile.Read(ref _owner.Next);
            return (int)Math.Max(0, bottom - Volatile.Read(ref _thieves.Next)); // a pop in progress lowers the bottom first
        }
    }

    /// <summary>Adds an item at the bottom. For the owner.</summary>
    /// <exception cref="InvalidOperationException">It holds 2^30 items, the most it can; the item was not added.</exception>
    public void Push(T item)
    {
        var bottom = _owner.Next; // ours: no Volatile
        if (bottom - _owner.SeenOfOther == _ring.Length) // looks full
        {
            // Only then is the real top read: its cache line is the thieves'.
            EmptyUpTo(Volatile.Read(ref _thieves.Next)); // pairs with the compare-exchanges: those slots have been read
            if (bottom - _owner.SeenOfOther == _ring.Length) Grow(bottom);
        }
        Debug.Assert(bottom - _owner.SeenOfOther is >= 0 and var held && held < _ring.Length, "I2");
        SlotAt(bottom) = item;
        Volatile.Write(ref _owner.Next, bottom + 1); // [publish] release: the item before the bottom; pairs with [check]
    }

    /// <summary>Removes the youngest item. For the owner.</summary>
    /// <returns>False when it is empty, or when a thief has just taken the last item.</returns>
    public bool TryPop([MaybeNullWhen(false)] out T item)
    {
        var last = _owner.Next - 1;
        Interlocked.Exchange(ref _owner.Next, last);  // [claim] a write and a full fence in one; pairs with the fence in TrySteal
        var top = Volatile.Read(ref _thieves.Next);   // [look]
        EmptyUpTo(top);
        if (top < last) // more than one: no thief that saw the item at 'last' can have seen a top that high
        {
            item = Take(last);
            return true;
        }
        // Empty, or the last one. Either way the bottom goes back to where it was: the release gives thieves nothing new.
        var won = top == last && Interlocked.CompareExchange(ref _thieves.Next, last + 1, last) == last; // [win]
        item = won ? SlotAt(last) : default;
        if (top == last) EmptyUpTo(last + 1); // whoever won, top has passed it
        Volatile.Write(ref _owner.Next, last + 1);
        return won;
    }

    /// <summary>Removes the oldest item. For any thread.</summary>
    /// <returns>False when it was empty at some moment of the call.</returns>
    public bool TrySteal([MaybeNullWhen(false)] out T item)
    {
        while (true) // again only after losing to another, who thereby got on
        {
            var top = Volatile.Read(ref _thieves.Next);
            Interlocked.MemoryBarrier();                        // pairs with the one in [claim]
            if (top >= Volatile.Read(ref _owner.Next)) break;   // [check] acquire: the ring and the item are read after it
            var ring = Volatile.Read(ref _ring);                // pairs with the write in Grow: a new ring is seen with its items
            item = ring[top & (ring.Length - 1)];               // [read] on trust, until the compare-exchange says so
            if (Interlocked.CompareExchange(ref _thieves.Next, top + 1, top) == top) return true; // [win]
        }
        item = default;
        return false;
    }

    private ref T SlotAt(long position) => ref _ring[position & (_ring.Length - 1)];

    private T Take(long position)
    {
        ref var slot = ref SlotAt(position);
        var item = slot;
        slot = default!; // let the collector have what we gave away
        return item;
    }

    // Thieves must not empty the slots that they took from: the owner may have filled them again. So the owner does it.
    private void EmptyUpTo(long top)
    {
        Debug.Assert(top >= _owner.SeenOfOther, "I4");
        for (; _owner.SeenOfOther < top; _owner.SeenOfOther++) SlotAt(_owner.SeenOfOther) = default!;
    }

    private void Grow(long bottom)
    {
        if (_ring.Length == MaxCapacity)
            throw new InvalidOperationException("The deque holds 2^30 items and cannot grow further.");
        var bigger = new T[_ring.Length * 2];
        for (var position = _owner.SeenOfOther; position < bottom; position++)
            bigger[position & (bigger.Length - 1)] = SlotAt(position);
        Volatile.Write(ref _ring, bigger); // release: its items before itself
    }
}
