// Interlocked.Increment(ref account.balance) receives an address, and an address does not say of which object it is. So where a
// program takes one, it is written down here:
//
//      address   ->   object, distance from the object's beginning      place, offset in the place
//                     (of a static field: a function that returns its address, for the collector moves what can be unloaded)
//
//   I1  An object whose address is in the book is not collected before the execution ends: no other can come to lie there.
//   I2  All addresses in the book are of the time since the same collection: two entries cannot be taken for one. The collector
//       moves objects, not distances; so when it has been at work, all addresses are made up anew from those.
//   I3  The collector may be at work between a look at the book and the next instruction. So what is found is compared with the
//       address asked for as references, which it keeps up to date.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Workbook.Explorer.Races;

/// <summary>The addresses of places that an execution has taken.</summary>
/// <remarks>Used by the thread that has the baton.</remarks>
internal sealed unsafe class AddressBook
{
    private readonly Dictionary<nint, Entry> _entries = [];
    private readonly List<Array> _arrays = []; // of which spans were made
    private int _collections; // how often the collector had been at work when the addresses were made up

    public int Count => _entries.Count;

    public void Clear()
    {
        _arrays.Clear();
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
            if (_entries.TryGetValue((nint)Unsafe.AsPointer(ref address), out var entry)
                && Unsafe.AreSame(ref entry.Address, ref address)) return entry; // I3
        }
        while (HasMoved);
        return null;
    }

    private void Add(ref byte address, Entry entry)
    {
        nint at;
        do
        {
            RenewIfMoved();
            at = (nint)Unsafe.AsPointer(ref address);
        }
        while (HasMoved);
        _entries[at] = entry; // I2
    }

    private void BeginAnew()
    {
        _entries.Clear();
        _collections = GC.CollectionCount(0);
    }

    private bool HasMoved => GC.CollectionCount(0) != _collections;

    private void RenewIfMoved()
    {
        if (!HasMoved) return;
        var entries = _entries.Values.ToArray();
        do
        {
            BeginAnew();
            foreach (var entry in entries) _entries[(nint)Unsafe.AsPointer(ref entry.Address)] = entry;
        }
        while (HasMoved); // before all were made up
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
