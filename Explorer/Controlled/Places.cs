using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.WeakMemory;

namespace Workbook.Explorer.Controlled;

/// <summary>Steps on places in memory that are given by their address. Each returns the address when it is the caller's turn to
/// do the step: <c>Platform.Increment(ref Places.Atomic(ref location))</c>.</summary>
[System.Diagnostics.DebuggerStepThrough]
internal static unsafe class Places
{
    public static ref T Atomic<T>(ref T place)
    {
        if (Execution.Current is { } execution)
            execution.Races.Atomic(Execution.Self,
                Step(execution, OperationKind.Atomic, isWrite: true, ref place), Execution.Self.Site);
        return ref place;
    }

    /// <summary>The result of a compare-exchange: another value than the one compared with, and nothing was changed.</summary>
    public static T Exchanged<T>(T found, T comparand)
    {
        if (!IsSame(found, comparand)) Execution.Current?.ChangedNothing();
        return found;
    }

    /// <summary>The result of an exchange: the same value as the new one, and nothing was changed.</summary>
    public static T Replaced<T>(T found, T value)
    {
        if (IsSame(found, value)) Execution.Current?.ChangedNothing();
        return found;
    }

    public static ref T VolatileWrite<T>(ref T place)
    {
        if (Execution.Current is { } execution)
            execution.Races.VolatileWrite(Execution.Self,
                Step(execution, OperationKind.Write, isWrite: true, ref place), Execution.Self.Site);
        return ref place;
    }

    public static ref readonly T VolatileRead<T>(ref readonly T place)
    {
        if (Execution.Current is { } execution)
        {
            ref var address = ref Unsafe.AsRef(in place);
            execution.Races.VolatileRead(Execution.Self,
                Step(execution, OperationKind.Read, isWrite: false, ref address), Execution.Self.Site);
        }
        return ref place;
    }

    /// <summary>The same; the platform does it by an interlocked operation.</summary>
    public static ref readonly T FencedRead<T>(ref readonly T place)
    {
        StoreBuffers.Fence();
        return ref VolatileRead(in place);
    }

    // By their bits, as the platform compares: -0.0 is not 0.0 here.
    private static bool IsSame<T>(T a, T b)
    {
        if (!typeof(T).IsValueType) return ReferenceEquals(a, b);
        var bytes = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref a), Unsafe.SizeOf<T>());
        return bytes.SequenceEqual(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref b), Unsafe.SizeOf<T>()));
    }

    private static Location Step<T>(Execution execution, OperationKind kind, bool isWrite, ref T place)
    {
        var location = Of(execution, ref Unsafe.As<T, byte>(ref place), Unsafe.SizeOf<T>());
        if (execution.Buffers is { } buffers && kind != OperationKind.Atomic) buffers.Access(location, isWrite, site: 0);
        else execution.Perform(new Operation(kind, location.Whole, isWrite));
        if (isWrite && execution.HasMainEnded) execution.Wrote(location, Execution.Self.Site);
        return location;
    }

    private static Location Of(Execution execution, ref byte address, int size) =>
        execution.Races.Addresses.Find(ref address, out var offset) is { } whole
        ? whole.Part(offset, size)
        : execution.Races.LocationOf((nint)Unsafe.AsPointer(ref address));
}
