using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

public static partial class Marks
{
    private const int ArrayElement = -1; // the key of all array elements

    /// <summary>An element of an array is about to be read.</summary>
    public static void ReadElement(Array? array, nint index, int site)
    {
        if (Execution.Current is { } execution && array is not null)
            Access(execution, OfElement(execution, array, index), isWrite: false, site);
    }

    /// <summary>An element of an array is about to be written.</summary>
    public static void WriteElement(Array? array, nint index, int site)
    {
        if (Execution.Current is { } execution && array is not null)
            Access(execution, OfElement(execution, array, index), isWrite: true, site);
    }

    /// <summary>The address of an array's element was taken.</summary>
    public static ref byte ElementAddress(Array? array, ref byte address, nint index, int size)
    {
        if (Execution.Current is { } execution && array is not null)
            Take(execution, array, ref address, OfElement(execution, array, index), size);
        return ref address;
    }

    /// <summary>An element of an array with several dimensions is about to be read.</summary>
    public static void ReadRectangular(Array array, ref byte address, int size, int site)
    {
        if (Execution.Current is { } execution)
            Access(execution, OfElement(execution, array, IndexOf(array, ref address, size)), isWrite: false, site);
    }

    /// <summary>An element of an array with several dimensions is about to be written.</summary>
    public static void WriteRectangular(Array array, ref byte address, int size, int site)
    {
        if (Execution.Current is { } execution)
            Access(execution, OfElement(execution, array, IndexOf(array, ref address, size)), isWrite: true, site);
    }

    /// <summary>The address of an element of an array with several dimensions was taken.</summary>
    public static ref byte RectangularAddress(Array array, ref byte address, int size) =>
        ref ElementAddress(array, ref address, IndexOf(array, ref address, size), size);

    /// <summary>A span of an array is about to be made.</summary>
    public static void HasSpan(Array? array)
    {
        if (Execution.Current is { } execution && array is not null) execution.Races.Addresses.AddArray(array);
    }

    /// <summary>The address of an element of a span was taken.</summary>
    public static ref byte SpanElement(ref byte address, int size)
    {
        if (Execution.Current is { } execution && execution.Races.Addresses.FindArray(ref address, size) is { } array)
            Take(execution, array, ref address, OfElement(execution, array, IndexOf(array, ref address, size)), size);
        return ref address;
    }

    private static Location OfElement(Execution execution, Array array, nint index) =>
        execution.Races.LocationOf(array, index, ArrayElement, static (slot, _) => $"element [{slot}]");

    // As if the array had one dimension.
    private static nint IndexOf(Array array, ref byte address, int size) =>
        Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(array), ref address) / size;
}
