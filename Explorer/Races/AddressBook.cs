// Interlocked.Increment(ref account.balance) receives an address, and an address does not say of which object it is. So where a
// program takes one, it is written down here:
//
//      address   ->   object, distance from the object's beginning      place, offset in the place
//                     (of a static field: a function that returns its address, for the collector moves what can be unloaded)
//
//   I1  An object whose address is in the book is not collected before the execution ends: no other can come to lie there.
//   I2  The collector may move objects, not distances. When it has been at work since the index was made up, that is made up anew
//       from the entries, of which none is ever lost; and whatever is found is compared with where it lies now.
//   I3  A place whose address is taken again, with the index leading to it already, is not entered again.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Workbook.Explorer.Races;

/// <summary>The addresses of places that an execution has taken.</summary>
/// <remarks>Used by the thread that has the baton.</remarks>
internal sealed unsafe class AddressBook
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<nint, Entry> _index = []; // by address; of two at one address, the one that came later
    private readonly List<Array> _arrays = []; // of which spans were made
    private int _collections; // how often the collector had been at work when the index was made up

    public int Count => _entries.Count;

    public void Clear()
    {
        _arrays.Clear();
        _entries.Clear();
        BeginAnew();
    }

    /// <summary>The address of a place was taken.</summary>
    /// <param name="owner">The object or array that it lies in.</param>
    /// <param name="address">What was taken.</param>
    /// <param name="place">What lies there.</param>
    public void Add(object owner, ref byte address, Location place) =>
        Add(ref address, new Entry(owner, Distance(owner, ref address), place, 0, 0));

    /// <summary>The address of a static field was taken.</summary>
    public void AddStatic(delegate*<ref byte> accessor, Location place) =>
        Add(ref accessor(), new Entry(null, 0, place, 0, (nint)accessor));

    /// <summary>The address of a part was taken from the address of a place or of a part, if that is in the book.</summary>
    public void AddPart(ref byte whole, ref byte part)
    {
        if (FindEntry(ref whole) is not { } entry) return;
        var further = (int)Unsafe.ByteOffset(ref whole, ref part);
        Add(ref part, entry with { Distance = entry.Distance + further, Offset = entry.Offset + further });
    }

    /// <summary>What lies at the address; null for a local variable, and for memory that no mark has told of.</summary>
    public Location? Find(ref byte address, out int offset)
    {
        var entry = FindEntry(ref address);
        offset = entry?.Offset ?? 0;
        return entry?.Place;
    }

    /// <summary>A span of the array was made.</summary>
    public void AddArray(Array array)
    {
        if (_arrays.FindIndex(known => ReferenceEquals(known, array)) < 0) _arrays.Add(array);
    }

    /// <summary>The array of which a span was made and in which the address of an element lies; null: none.</summary>
    public Array? FindArray(ref byte address, int size)
    {
        foreach (var array in _arrays)
        {
            var offset = Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(array), ref address);
            if (offset >= 0 && offset < (nint)array.Length * size) return array;
        }
        return null;
    }

    private Entry? FindEntry(ref byte address)
    {
        do
        {
            RenewIfMoved();
            if (_index.TryGetValue((nint)Unsafe.AsPointer(ref address), out var entry)
                && Unsafe.AreSame(ref entry.Address, ref address)) return entry; // I2
        }
        while (HasMoved);
        return null;
    }

    private void Add(ref byte address, Entry entry)
    {
        if (FindEntry(ref address) is { } known && known.Place == entry.Place && known.Offset == entry.Offset) return; // I3
        _entries.Add(entry);
        _index[(nint)Unsafe.AsPointer(ref address)] = entry; // if the collector comes in between, it is made up anew all the same
    }

    private void BeginAnew()
    {
        _index.Clear();
        _collections = GC.CollectionCount(0);
    }

    private bool HasMoved => GC.CollectionCount(0) != _collections;

    private void RenewIfMoved()
    {
        while (HasMoved)
        {
            BeginAnew();
            foreach (var entry in _entries) _index[(nint)Unsafe.AsPointer(ref entry.Address)] = entry;
        }
    }

    private static nint Distance(object owner, ref byte address) => Unsafe.ByteOffset(ref Start(owner), ref address);

    private static ref byte Start(object owner) => ref Unsafe.As<Contents>(owner).First;

    // What is in an object is known by its distance, a static field by its accessor.
    private readonly record struct Entry(object? Owner, nint Distance, Location Place, int Offset, nint Accessor)
    {
        public ref byte Address => ref Owner is null ? ref Unsafe.Add(ref ((delegate*<ref byte>)Accessor)(), Offset)
            : ref Unsafe.Add(ref Start(Owner), Distance);
    }

#pragma warning disable CS0649 // nobody writes it: it stands for the first byte of any object
    private sealed class Contents { public byte First; }
#pragma warning restore CS0649
}
