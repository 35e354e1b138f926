using System.Runtime.CompilerServices;
using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>Steps on places in memory that are given by their address. Each returns the address when it is the caller's turn to do the
/// step: <c>Platform.Increment(ref Places.Atomic(ref location))</c>.</summary>
internal static unsafe class Places
{
    public static ref T Atomic<T>(ref T place)
    {
        if (Execution.Current is { } execution)
            execution.Races.Atomic(Execution.Self, Step(execution, OperationKind.Atomic, isWrite: true, ref place, out var site), site);
        return ref place;
    }

    public static ref T VolatileWrite<T>(ref T place)
    {
        if (Execution.Current is { } execution)
            execution.Races.VolatileWrite(Execution.Self, Step(execution, OperationKind.Write, isWrite: true, ref place, out var site), site);
        return ref place;
    }

    public static ref readonly T VolatileRead<T>(ref readonly T place)
    {
        if (Execution.Current is { } execution)
        {
            ref var address = ref Unsafe.AsRef(in place);
            execution.Races.VolatileRead(Execution.Self, Step(execution, OperationKind.Read, isWrite: false, ref address, out var site), site);
        }
        return ref place;
    }

    /// <summary>What is known of an address, to say it again after code of the program has run, which takes addresses of its own.</summary>
    public static (Location? Location, int Site) Keep<T>(ref T place)
    {
        if (Execution.Current is null) return default;
        return (Execution.Self.Addresses.Find(ref Unsafe.As<T, byte>(ref place), out var site), site);
    }

    public static void Announce<T>(ref T place, (Location? Location, int Site) kept)
    {
        if (kept.Location is { } location) Execution.Self.Addresses.Add(location.Owner, ref Unsafe.As<T, byte>(ref place), location, kept.Site);
    }

    private static Location Step<T>(Execution execution, OperationKind kind, bool isWrite, ref T place, out int site)
    {
        var location = Of(execution, ref Unsafe.As<T, byte>(ref place), out site);
        execution.Perform(new Operation(kind, location, isWrite, site));
        return location;
    }

    // A place that no mark has announced is a local variable, or memory outside of the collector's heap: its address stays.
    private static Location Of(Execution execution, ref byte address, out int site)
    {
        if (Execution.Self.Addresses.Find(ref address, out site) is { } location) return location;
        var absolute = (nint)Unsafe.AsPointer(ref address);
        return execution.Races.LocationOf(null, (int)(absolute ^ (absolute >> 32)) | int.MinValue, 0, static (_, _) => "a place in memory");
    }
}
