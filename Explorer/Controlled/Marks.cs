// What the rewriter puts before each access to memory that other threads may see:
//
//      ldfld  balance           dup; ldc field; ldc site; call Marks.Read;  ldfld balance
//      stfld  balance           (value aside) dup; ldc field; ldc site; call Marks.Write; (value back) stfld balance
//      ldflda balance           the address is remembered, so that Interlocked.Add(ref balance, 1) knows what it is of
//
// A mark is a scheduling point only for a place that was seen to race. That loses nothing: where no two accesses race, each is ordered
// by locks and the like, and letting somebody in between two of them changes nothing that anybody can see.

using Workbook.Explorer.Races;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>Called by rewritten programs; not for anybody else.</summary>
public static unsafe class Marks
{
    private const int ArrayElement = -1; // the key of all array elements

    /// <summary>A field of an object is about to be read.</summary>
    public static void Read(object? target, int field, int site)
    {
        if (Execution.Current is { } execution && target is not null) Access(execution, OfField(execution, target, field), isWrite: false, site);
    }

    /// <summary>A field of an object is about to be written.</summary>
    public static void Write(object? target, int field, int site)
    {
        if (Execution.Current is { } execution && target is not null) Access(execution, OfField(execution, target, field), isWrite: true, site);
    }

    /// <summary>A volatile field is about to be read.</summary>
    public static void ReadVolatile(object? target, int field, int site)
    {
        if (Execution.Current is { } execution && target is not null) VolatileAccess(execution, OfField(execution, target, field), isWrite: false, site);
    }

    /// <summary>A volatile field is about to be written.</summary>
    public static void WriteVolatile(object? target, int field, int site)
    {
        if (Execution.Current is { } execution && target is not null) VolatileAccess(execution, OfField(execution, target, field), isWrite: true, site);
    }

    /// <summary>A static field is about to be read.</summary>
    public static void ReadStatic(int field, int site)
    {
        if (Execution.Current is { } execution) Access(execution, OfField(execution, null, field), isWrite: false, site);
    }

    /// <summary>A static field is about to be written.</summary>
    public static void WriteStatic(int field, int site)
    {
        if (Execution.Current is { } execution) Access(execution, OfField(execution, null, field), isWrite: true, site);
    }

    /// <summary>A volatile static field is about to be read.</summary>
    public static void ReadStaticVolatile(int field, int site)
    {
        if (Execution.Current is { } execution) VolatileAccess(execution, OfField(execution, null, field), isWrite: false, site);
    }

    /// <summary>A volatile static field is about to be written.</summary>
    public static void WriteStaticVolatile(int field, int site)
    {
        if (Execution.Current is { } execution) VolatileAccess(execution, OfField(execution, null, field), isWrite: true, site);
    }

    /// <summary>An element of an array is about to be read.</summary>
    public static void ReadElement(Array? array, nint index, int site)
    {
        if (Execution.Current is { } execution && array is not null) Access(execution, OfElement(execution, array, index), isWrite: false, site);
    }

    /// <summary>An element of an array is about to be written.</summary>
    public static void WriteElement(Array? array, nint index, int site)
    {
        if (Execution.Current is { } execution && array is not null) Access(execution, OfElement(execution, array, index), isWrite: true, site);
    }

    /// <summary>Something is about to be read through a reference.</summary>
    public static void ReadReference(ref byte address, int site)
    {
        if (Execution.Current is { } execution && Execution.Self.Addresses.Find(ref address) is { } location) Access(execution, location, isWrite: false, site);
    }

    /// <summary>Something is about to be written through a reference.</summary>
    public static void WriteReference(ref byte address, int site)
    {
        if (Execution.Current is { } execution && Execution.Self.Addresses.Find(ref address) is { } location) Access(execution, location, isWrite: true, site);
    }

    /// <summary>The address of a field was taken.</summary>
    public static ref byte Address(object? target, ref byte address, int field, int site)
    {
        if (Execution.Current is { } execution && target is not null)
            Execution.Self.Addresses.Add(target, ref address, OfField(execution, target, field), site);
        return ref address;
    }

    /// <summary>The address of a static field was taken.</summary>
    public static ref byte StaticAddress(ref byte address, int field, int site)
    {
        if (Execution.Current is { } execution) Execution.Self.Addresses.Add(null, ref address, OfField(execution, null, field), site);
        return ref address;
    }

    /// <summary>The address of an array's element was taken.</summary>
    public static ref byte ElementAddress(Array? array, ref byte address, nint index, int site)
    {
        if (Execution.Current is { } execution && array is not null)
            Execution.Self.Addresses.Add(array, ref address, OfElement(execution, array, index), site);
        return ref address;
    }

    /// <summary>Something of a controlled type is about to be called.</summary>
    public static void At(int site)
    {
        if (Execution.Current is not null) Execution.Self.Site = site;
    }

    /// <summary>A catch clause or a filter of the program has caught something: what unwinds an execution that is over goes on. Whatever it
    /// is, since a finally block or the platform may have made another exception of ours. One that a filter throws counts as no.</summary>
    public static void Caught(object? exception)
    {
        if (exception is ExecutionAborted || Execution.Current is { IsAborting: true }) throw new ExecutionAborted();
    }

    /// <summary>A loop goes round once more.</summary>
    public static void Loop(int site) => Execution.Current?.Loop(site);

    private static Location OfField(Execution execution, object? target, int field) =>
        execution.Races.LocationOf(target, field, field, static (_, key) => FieldMap.NameOf(key));

    private static Location OfElement(Execution execution, Array array, nint index) =>
        execution.Races.LocationOf(array, (int)index, ArrayElement, static (slot, _) => $"element [{slot}]");

    private static void Access(Execution execution, Location location, bool isWrite, int site)
    {
        if (execution.IsAborting) return;
        if (execution.Races.IsPoint(location)) execution.Perform(new Operation(isWrite ? OperationKind.Write : OperationKind.Read, location, isWrite, site));
        else execution.Recording?.Touched(Execution.Self, location, isWrite, site);
        execution.Races.Plain(Execution.Self, location, isWrite, site);
    }

    private static void VolatileAccess(Execution execution, Location location, bool isWrite, int site)
    {
        execution.Perform(new Operation(isWrite ? OperationKind.Write : OperationKind.Read, location, isWrite, site));
        if (isWrite) execution.Races.VolatileWrite(Execution.Self, location, site);
        else execution.Races.VolatileRead(Execution.Self, location, site);
    }
}
