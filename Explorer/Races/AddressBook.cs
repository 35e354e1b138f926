// Interlocked.Increment(ref account.balance) receives an address, and an address does not say of which object it is. So where a program
// takes one, it is written down here: object, distance from the object's beginning, place. The collector may move the object; the
// distance stays.

using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Races;

/// <summary>The addresses that one thread has taken of late.</summary>
internal sealed unsafe class AddressBook
{
    private const int Room = 32; // references live in one method, where more than a few at a time are rare
    private readonly (object? Owner, nint Distance, Location Location, int Site)[] _entries = new (object?, nint, Location, int)[Room];
    private int _next;

    public void Add(object? owner, ref byte address, Location location, int site)
    {
        _entries[_next] = (owner, Distance(owner, ref address), location, site);
        _next = (_next + 1) % Room;
    }

    /// <summary>The place at that address; null for a local variable, and for what was taken long ago.</summary>
    public Location? Find(ref byte address) => Find(ref address, out _);

    public Location? Find(ref byte address, out int site)
    {
        for (var i = 1; i <= Room; i++)
        {
            ref var entry = ref _entries[(_next - i + Room) % Room];
            if (entry.Location is null) break;
            if (entry.Distance != Distance(entry.Owner, ref address)) continue;
            site = entry.Site;
            return entry.Location;
        }
        site = 0;
        return null;
    }

    private static nint Distance(object? owner, ref byte address) => owner is null
        ? (nint)Unsafe.AsPointer(ref address)
        : Unsafe.ByteOffset(ref Unsafe.As<Contents>(owner).First, ref address);

#pragma warning disable CS0649 // nobody writes it: it stands for the first byte of any object
    private sealed class Contents { public byte First; }
#pragma warning restore CS0649
}
