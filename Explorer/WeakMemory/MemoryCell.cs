using System.Runtime.CompilerServices;
using Workbook.Explorer.Races;

namespace Workbook.Explorer.WeakMemory;

/// <summary>A place in memory that is read and written from outside of the program: a field, an element of an array.</summary>
/// <param name="whole">Which.</param>
/// <param name="get">Reads it.</param>
/// <param name="set">Writes it.</param>
internal sealed class MemoryCell(Location whole, Func<object?> get, Action<object?> set)
{
    public Location Whole => whole;

    /// <summary>What memory has while the thread runs that sees its own writes there.</summary>
    public object? Kept { get; set; }

    public object? Value
    {
        get => get();
        set => set(value);
    }

    /// <summary>What the place holds once a write is done on what it held before.</summary>
    public static object? After(object? before, DelayedWrite write)
    {
        if (write.Place.Whole == write.Place) return write.Value;
        var after = RuntimeHelpers.GetObjectValue(before)!; // a box of its own
        var (offset, size) = (write.Place.Offset, write.Place.Size);
        Bytes(write.Value!, offset, size).CopyTo(Bytes(after, offset, size));
        return after;
    }

    // Of a struct in a box that holds no references.
    private static Span<byte> Bytes(object box, int offset, int size) =>
        System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref Unsafe.Add(ref Unsafe.As<Box>(box).First, offset), size);

#pragma warning disable CS0649 // nobody writes it: it stands for the first byte of what is in any box
    private sealed class Box { public byte First; }
#pragma warning restore CS0649
}
