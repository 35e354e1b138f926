// A hash table with open addressing: a place lies at the position that its hash says, or at the next free one after it.
//
//      _entries     [      | a.x  | b.y  |      |      | a.z  |      |      ]      at most half full
//      _used        1 2 5                                                          so that emptying takes as long as filling
//
// It is asked at every access to memory, where a dictionary's comparer took most of the time.

using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Races;

/// <summary>The places that an execution has used, by their owner and their number in it.</summary>
internal sealed class PlaceTable
{
    private Location?[] _entries = new Location?[64]; // a power of two
    private int[] _used = new int[32];
    private int _count;

    public int Count => _count;

    public Location? Find(object? owner, nint slot)
    {
        for (var at = First(owner, slot); _entries[at] is { } place; at = (at + 1) & (_entries.Length - 1))
        {
            if (place.Slot == slot && ReferenceEquals(place.Owner, owner)) return place;
        }
        return null;
    }

    /// <summary>One that is not there yet.</summary>
    public void Add(Location place)
    {
        if (_count == _used.Length) Grow();
        Put(place);
    }

    public void Clear()
    {
        for (var i = 0; i < _count; i++) _entries[_used[i]] = null;
        _count = 0;
    }

    private void Put(Location place)
    {
        var at = First(place.Owner, place.Slot);
        while (_entries[at] is not null) at = (at + 1) & (_entries.Length - 1);
        _entries[at] = place;
        _used[_count++] = at;
    }

    private void Grow()
    {
        var (entries, used) = (_entries, _used);
        (_entries, _used, _count) = (new Location?[2 * entries.Length], new int[2 * used.Length], 0);
        foreach (var at in used) Put(entries[at]!);
    }

    // By identity, which is no secret to anybody: nothing goes through the table in its order.
    private int First(object? owner, nint slot)
    {
        var hash = ((ulong)(uint)RuntimeHelpers.GetHashCode(owner) << 32 ^ (ulong)slot) * 0x9E3779B97F4A7C15UL;
        return (int)(hash >> 32) & (_entries.Length - 1);
    }
}
