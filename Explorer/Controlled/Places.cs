using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>Steps on places in memory that are given by their address.</summary>
internal static unsafe class Places
{
    public static void Atomic(ref byte address)
    {
        if (Execution.Current is not { } execution) return;
        var location = Of(execution, ref address, out var site);
        execution.Perform(new Operation(OperationKind.Atomic, location, IsWrite: true, site));
        execution.Races.Atomic(Execution.Self, location, site);
    }

    public static void VolatileRead(ref byte address)
    {
        if (Execution.Current is not { } execution) return;
        var location = Of(execution, ref address, out var site);
        execution.Perform(new Operation(OperationKind.Read, location, IsWrite: false, site));
        execution.Races.VolatileRead(Execution.Self, location, site);
    }

    public static void VolatileWrite(ref byte address)
    {
        if (Execution.Current is not { } execution) return;
        var location = Of(execution, ref address, out var site);
        execution.Perform(new Operation(OperationKind.Write, location, IsWrite: true, site));
        execution.Races.VolatileWrite(Execution.Self, location, site);
    }

    // A place that no mark has announced is a local variable, or memory outside of the collector's heap: its address stays.
    private static Location Of(Execution execution, ref byte address, out int site)
    {
        if (Execution.Self.Addresses.Find(ref address, out site) is { } location) return location;
        var absolute = (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref address);
        return execution.Races.LocationOf(null, (int)(absolute ^ (absolute >> 32)) | int.MinValue, 0, static (_, _) => "a place in memory");
    }
}
