// What the rewriter puts before each access to memory that other threads may see:
//
//      ldfld  balance           dup; ldc field; ldc site; call Marks.Read;  ldfld balance
//      stfld  balance           (value aside) dup; ldc field; ldc site; call Marks.Write; (value back) stfld balance
//      ldflda balance           the address is remembered, so that Interlocked.Add(ref balance, 1) knows what it is of
//
// A mark is a scheduling point only for a place that was seen to race. That loses nothing: where no two accesses race, each is
// ordered by locks and the like, and letting somebody in between two of them changes nothing that anybody can see.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Workbook.Explorer.Races;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>Called by rewritten programs; not for anybody else.</summary>
[System.Diagnostics.DebuggerStepThrough]
public static unsafe class Marks
{
    private const int ArrayElement = -1; // the key of all array elements

    /// <summary>A field of an object is about to be read.</summary>
    public static void Read(object? target, int field, int site)
    {
        if (Execution.Current is { } execution && target is not null)
            Access(execution, OfField(execution, target, field), isWrite: false, site);
    }

    /// <summary>A field of an object is about to be written.</summary>
    public static void Write(object? target, int field, int site)
    {
        if (Execution.Current is { } execution && target is not null)
            Access(execution, OfField(execution, target, field), isWrite: true, site);
    }

    /// <summary>A volatile field is about to be read.</summary>
    public static void ReadVolatile(object? target, int field, int site)
    {
        if (Execution.Current is { } execution && target is not null)
            VolatileAccess(execution, OfField(execution, target, field), isWrite: false, site);
    }

    /// <summary>A volatile field is about to be written.</summary>
    public static void WriteVolatile(object? target, int field, int site)
    {
        if (Execution.Current is { } execution && target is not null)
            VolatileAccess(execution, OfField(execution, target, field), isWrite: true, site);
    }

    /// <summary>A static field is about to be read.</summary>
    public static void ReadStatic(Type? owner, int field, int site)
    {
        if (Execution.Current is { } execution) Access(execution, OfField(execution, owner, field), isWrite: false, site);
    }

    /// <summary>A static field is about to be written.</summary>
    public static void WriteStatic(Type? owner, int field, int site)
    {
        if (Execution.Current is { } execution) Access(execution, OfField(execution, owner, field), isWrite: true, site);
    }

    /// <summary>A volatile static field is about to be read.</summary>
    public static void ReadStaticVolatile(Type? owner, int field, int site)
    {
        if (Execution.Current is { } execution) VolatileAccess(execution, OfField(execution, owner, field), isWrite: false, site);
    }

    /// <summary>A volatile static field is about to be written.</summary>
    public static void WriteStaticVolatile(Type? owner, int field, int site)
    {
        if (Execution.Current is { } execution) VolatileAccess(execution, OfField(execution, owner, field), isWrite: true, site);
    }

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

    /// <summary>Something is about to be asked of an object of the platform that must not be changed meanwhile.</summary>
    public static void ReadObject(object? target, int site)
    {
        if (Execution.Current is { } execution && OfObject(execution, target) is { } place)
            Access(execution, place, isWrite: false, site);
    }

    /// <summary>An object of the platform is about to be changed that is not safe for several threads.</summary>
    public static void WriteObject(object? target, int site)
    {
        if (Execution.Current is { } execution && OfObject(execution, target) is { } place)
            Access(execution, place, isWrite: true, site);
    }

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
        if (Execution.Current is { } execution && In(execution, ref whole, ref part,
            size) is { } place) VolatileAccess(execution, place, isWrite: false, site);
    }

    /// <summary>A volatile field of so many bytes is about to be written, of the struct at an address.</summary>
    public static void WritePartVolatile(ref byte whole, ref byte part, int size, int site)
    {
        if (Execution.Current is { } execution && In(execution, ref whole, ref part,
            size) is { } place) VolatileAccess(execution, place, isWrite: true, site);
    }

    /// <summary>The address of a field was taken, which has so many bytes.</summary>
    public static ref byte Address(object? target, ref byte address, int field, int size)
    {
        if (Execution.Current is { } execution && target is not null) Take(execution, target, ref address,
            OfField(execution, target, field), size);
        return ref address;
    }

    /// <summary>The address of a static field was taken.</summary>
    /// <param name="address">What was taken.</param>
    /// <param name="owner">The type that has the field, if it is generic.</param>
    /// <param name="field">Its number.</param>
    /// <param name="size">In bytes.</param>
    /// <param name="accessor">Returns the address as it is later: the collector moves the static fields of what can be
    /// unloaded.</param>
    public static ref byte StaticAddress(ref byte address, Type? owner, int field, int size, nint accessor)
    {
        if (Execution.Current is { } execution)
        {
            var place = OfField(execution, owner, field);
            place.IsOf(size);
            execution.Races.Addresses.AddStatic((delegate*<ref byte>)accessor, place);
        }
        return ref address;
    }

    /// <summary>The address of an array's element was taken.</summary>
    public static ref byte ElementAddress(Array? array, ref byte address, nint index, int size)
    {
        if (Execution.Current is { } execution && array is not null) Take(execution, array, ref address,
            OfElement(execution, array, index), size);
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

    /// <summary>The address of a field of a struct was taken, from the address of the struct.</summary>
    public static ref byte PartAddress(ref byte whole, ref byte part)
    {
        if (Execution.Current is { } execution) execution.Races.Addresses.AddPart(ref whole, ref part);
        return ref part;
    }

    /// <summary>Something of a controlled type is about to be called.</summary>
    public static void At(int site)
    {
        if (Execution.Current is not null) Execution.Self.Site = site;
    }

    /// <summary>A catch clause or a filter of the program has caught something: what unwinds an execution that is over goes on.
    /// Whatever it is, since a finally block or the platform may have made another exception of ours. One that a filter throws
    /// counts as no.</summary>
    public static void Caught(object? exception)
    {
        if (exception is ExecutionAborted || Execution.Current is { IsAborting: true }) throw new ExecutionAborted();
    }

    /// <summary>A loop goes round once more.</summary>
    public static void Loop(int site) => Execution.Current?.Loop(site);

    private static Location OfField(Execution execution, object? target, int field) =>
        execution.Races.LocationOf(target, field, field, static (_, key) => FieldMap.NameOf(key));

    private static Location OfElement(Execution execution, Array array, nint index) =>
        execution.Races.LocationOf(array, index, ArrayElement, static (slot, _) => $"element [{slot}]");

    // Null for what the program itself has written: the marks within it tell more.
    private static Location? OfObject(Execution execution, object? target) =>
        target is not null && UnsafeTypes.NumberOf(target.GetType()) is > 0 and var number ? OfField(execution, target, number)
            : null;

    // As if the array had one dimension.
    private static nint IndexOf(Array array, ref byte address, int size) =>
        Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(array), ref address) / size;

    private static void Take(Execution execution, object owner, ref byte address, Location place, int size)
    {
        place.IsOf(size);
        execution.Races.Addresses.Add(owner, ref address, place);
    }

    private static Location? In(Execution execution, ref byte whole, ref byte part, int size) =>
        execution.Races.Addresses.Find(ref whole, out var offset)?.Part(offset + (int)Unsafe.ByteOffset(ref whole, ref part),
            size);

    // Null for local variables, and for memory that no mark has told of.
    private static Location? At(Execution execution, ref byte address, int size) =>
        execution.Races.Addresses.Find(ref address, out var offset)?.Part(offset, size);

    private static void Access(Execution execution, Location place, bool isWrite, int site)
    {
        if (execution.IsAborting) return;
        if (place.IsPoint) execution.Perform(new Operation(isWrite ? OperationKind.Write : OperationKind.Read, place.Whole,
            isWrite, site));
        else execution.Recording?.Touched(Execution.Self, place.Whole, isWrite, site);
        if (isWrite && execution.HasMainEnded) execution.Wrote(place, site);
        execution.Races.Plain(Execution.Self, place, isWrite, site);
    }

    private static void VolatileAccess(Execution execution, Location place, bool isWrite, int site)
    {
        execution.Perform(new Operation(isWrite ? OperationKind.Write : OperationKind.Read, place.Whole, isWrite, site));
        if (isWrite && execution.HasMainEnded) execution.Wrote(place, site);
        if (isWrite) execution.Races.VolatileWrite(Execution.Self, place, site);
        else execution.Races.VolatileRead(Execution.Self, place, site);
    }
}
