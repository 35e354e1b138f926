using System.Runtime.CompilerServices;
using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

public static partial class Marks
{
    /// <summary>So many bytes are about to be read through a reference.</summary>
    public static void ReadReference(ref byte address, int size, int site)
    {
        if (Execution.Current is { } execution && At(execution, ref address, size) is { } place)
            Access(execution, place, isWrite: false, site);
    }

    /// <summary>So many bytes are about to be written through a reference.</summary>
    public static void WriteReference(ref byte address, int size, int site)
    {
        if (Execution.Current is { } execution && At(execution, ref address, size) is { } place)
            Access(execution, place, isWrite: true, site);
    }

    /// <summary>So many bytes are about to be written by a method of the platform; who knows when, within it.</summary>
    public static void WriteByCall(ref byte address, int size, int site)
    {
        if (Execution.Current is { } execution && At(execution, ref address, size) is { } place)
            Access(execution, place, isWrite: true, site, canDelay: false);
    }

    /// <summary>So many bytes are about to be changed through a reference, in one step.</summary>
    public static void ChangeReference(ref byte address, int size, int site)
    {
        if (Execution.Current is not { } execution || At(execution, ref address, size) is not { } place) return;
        execution.Perform(new Operation(OperationKind.Atomic, place.Whole, IsWrite: true, site));
        execution.Races.Atomic(Execution.Self, place, site);
    }

    /// <summary>A field of so many bytes is about to be read, of the struct at an address.</summary>
    public static void ReadPart(ref byte whole, ref byte part, int size, int site)
    {
        if (Execution.Current is { } execution && In(execution, ref whole, ref part, size) is { } place)
            Access(execution, place, isWrite: false, site);
    }

    /// <summary>A field of so many bytes is about to be written, of the struct at an address.</summary>
    public static void WritePart(ref byte whole, ref byte part, int size, int site)
    {
        if (Execution.Current is { } execution && In(execution, ref whole, ref part, size) is { } place)
            Access(execution, place, isWrite: true, site);
    }

    /// <summary>A volatile field of so many bytes is about to be read, of the struct at an address.</summary>
    public static void ReadPartVolatile(ref byte whole, ref byte part, int size, int site)
    {
        if (Execution.Current is { } execution && In(execution, ref whole, ref part, size) is { } place)
            VolatileAccess(execution, place, isWrite: false, site);
    }

    /// <summary>A volatile field of so many bytes is about to be written, of the struct at an address.</summary>
    public static void WritePartVolatile(ref byte whole, ref byte part, int size, int site)
    {
        if (Execution.Current is { } execution && In(execution, ref whole, ref part, size) is { } place)
            VolatileAccess(execution, place, isWrite: true, site);
    }

    /// <summary>The address of a field of a struct was taken, from the address of the struct.</summary>
    public static ref byte PartAddress(ref byte whole, ref byte part)
    {
        if (Execution.Current is { } execution) execution.Races.Addresses.AddPart(ref whole, ref part);
        return ref part;
    }

    private static Location? In(Execution execution, ref byte whole, ref byte part, int size) =>
        execution.Races.Addresses.Find(ref whole, out var offset)
            ?.Part(offset + (int)Unsafe.ByteOffset(ref whole, ref part), size);

    // Null for local variables, and for memory that no mark has told of.
    private static Location? At(Execution execution, ref byte address, int size) =>
        execution.Races.Addresses.Find(ref address, out var offset)?.Part(offset, size);
}
