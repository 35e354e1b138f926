using Workbook.Explorer.Races;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

public static unsafe partial class Marks
{
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

    /// <summary>The address of a field was taken, which has so many bytes.</summary>
    public static ref byte Address(object? target, ref byte address, int field, int size)
    {
        if (Execution.Current is { } execution && target is not null)
            Take(execution, target, ref address, OfField(execution, target, field), size);
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

    private static Location OfField(Execution execution, object? target, int field) =>
        execution.Races.LocationOf(target, field, field, static (_, key) => FieldMap.NameOf(key));
}
