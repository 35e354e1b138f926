// Interlocked.Increment(ref account.balance) receives an address, and an address does not say of which object it is. So where a
// program takes one, it is written down here:
//
//      address   ->   object, distance from the object's beginning      place, offset in the place
//
//   I1  An object whose address is in the book is not collected before the execution ends: no other can come to lie there.
//   I2  The collector may move objects, not distances. When it has been at work since the book was made up, the addresses are
//       made up anew; and whatever is found is checked by its distance, of which the collector takes care while it is computed.

using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Races;

/// <summary>The addresses of places that an execution has taken.</summary>
/// <remarks>Used by the thread that has the baton.</remarks>
internal sealed unsafe class AddressBook
{
    private readonly Dictionary<nint, Entry> _entries = [];
    private int _collections; // how often the collector had been at work when the addresses were made up

    public int Count => _entries.Count;

    public void Clear()
    {
        _entries.Clear();
        _collections = GC.CollectionCount(0);
    }

    /// <summary>An address of a place, or of a part of one, was taken.</summary>
    /// <param name="owner">The object or array that it lies in; null for a static field, which stays where it is.</param>
    /// <param name="address">What was taken.</param>
    /// <param name="place">As a whole.</param>
    /// <param name="offset">Of the address in the place.</param>
    public void Add(object? owner, ref byte address, Location place, int offset)
    {
        var entry = new Entry(owner, owner is null ? 0 : Distance(owner, ref address), place, offset);
        do
        {
            RenewIfMoved();
            _entries[(nint)Unsafe.AsPointer(ref address)] = entry;
        }
        while (HasMoved);
    }

    /// <summary>What lies at the address; null for a local variable, and for memory that no mark has told of.</summary>
    public Location? Find(ref byte address, out int offset)
    {
        do
        {
            RenewIfMoved();
            if (!_entries.TryGetValue((nint)Unsafe.AsPointer(ref address), out var entry)) continue;
            if (entry.Owner is not null && entry.Distance != Distance(entry.Owner, ref address)) continue; // I2
            offset = entry.Offset;
            return entry.Place;
        }
        while (HasMoved);
        offset = 0;
        return null;
    }

    private bool HasMoved => GC.CollectionCount(0) != _collections;

    private void RenewIfMoved()
    {
        while (HasMoved)
        {
            var entries = _entries.Select(pair => (pair.Key, pair.Value)).ToArray();
            Clear();
            foreach (var (address, entry) in entries)
            {
                var now = entry.Owner is null ? address : (nint)Unsafe.AsPointer(ref Unsafe.Add(ref Start(entry.Owner), entry.Distance));
                _entries[now] = entry;
            }
        }
    }

    private static nint Distance(object owner, ref byte address) => Unsafe.ByteOffset(ref Start(owner), ref address);

    private static ref byte Start(object owner) => ref Unsafe.As<Contents>(owner).First;

    private readonly record struct Entry(object? Owner, nint Distance, Location Place, int Offset);

#pragma warning disable CS0649 // nobody writes it: it stands for the first byte of any object
    private sealed class Contents { public byte First; }
#pragma warning restore CS0649
}
