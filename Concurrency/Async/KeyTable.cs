// The keys that are out where several may be: readers, permits. Slot 1 is free, the others are out:
//
//      slot            0     1     2     3
//      generation   |  7  |  4  |  1  |  3  |     odd: out; even: free. Both steps, out and back, add one.
//      next free    |     |  E  |     |     |     a list of the free slots, from _firstFree; E ends it
//
//   I1  A generation only grows, so a pair of slot and generation is out once in the life of the table.
//   I2  Count is the number of odd generations; the free list holds exactly the slots with an even one.
//
// The table grows to the largest number of keys that were ever out at once, and stays so; nothing else allocates.

using System.Diagnostics;

namespace Workbook.Concurrency.Async;

/// <summary>Numbers for keys, many at a time. The owner's lock guards it.</summary>
internal sealed class KeyTable
{
    private const int None = -1;

    private Slot[] _slots = [];
    private int _firstFree = None;

    /// <summary>How many keys are out.</summary>
    public int Count { get; private set; }

    /// <summary>Gives out a key.</summary>
    public AsyncKey Rent(IKeyOwner owner)
    {
        if (_firstFree == None) Grow();
        var index = _firstFree;
        ref var slot = ref _slots[index];
        _firstFree = slot.NextFree;
        slot.Generation++;
        Count++;
        Debug.Assert(slot.Generation % 2 == 1 && Count <= _slots.Length, "I2");
        return new AsyncKey(owner, slot.Generation, index);
    }

    /// <returns>False when the key is not out any more; nothing has changed then.</returns>
    public bool Return(in AsyncKey key)
    {
        ref var slot = ref _slots[key.Slot];
        if (slot.Generation != key.Generation) return false; // I1: a stale key
        slot.Generation++;
        slot.NextFree = _firstFree;
        _firstFree = key.Slot;
        Count--;
        Debug.Assert(Count >= 0, "I2");
        return true;
    }

    private void Grow()
    {
        var old = _slots.Length;
        Array.Resize(ref _slots, Math.Max(4, 2 * old));
        for (var i = _slots.Length - 1; i >= old; i--)
        {
            _slots[i].NextFree = _firstFree;
            _firstFree = i;
        }
    }

    private struct Slot
    {
        internal long Generation;
        internal int NextFree;
    }
}
