using System.Diagnostics.CodeAnalysis;
using Workbook.Explorer.WeakMemory;
using Platform = System.Threading.Interlocked;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.Interlocked"/> under the explorer: each operation is one step.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public static class Interlocked
{
    /// <inheritdoc cref="Platform.Increment(ref int)"/>
    public static int Increment(ref int location) => Platform.Increment(ref Places.Atomic(ref location));

    /// <inheritdoc cref="Platform.Decrement(ref int)"/>
    public static int Decrement(ref int location) => Platform.Decrement(ref Places.Atomic(ref location));

    /// <inheritdoc cref="Platform.Add(ref int, int)"/>
    public static int Add(ref int location1, int value) => Platform.Add(ref Places.Atomic(ref location1), value);

    /// <inheritdoc cref="Platform.And(ref int, int)"/>
    public static int And(ref int location1, int value) => Platform.And(ref Places.Atomic(ref location1), value);

    /// <inheritdoc cref="Platform.Or(ref int, int)"/>
    public static int Or(ref int location1, int value) => Platform.Or(ref Places.Atomic(ref location1), value);

    /// <inheritdoc cref="Platform.Increment(ref long)"/>
    public static long Increment(ref long location) => Platform.Increment(ref Places.Atomic(ref location));

    /// <inheritdoc cref="Platform.Decrement(ref long)"/>
    public static long Decrement(ref long location) => Platform.Decrement(ref Places.Atomic(ref location));

    /// <inheritdoc cref="Platform.Add(ref long, long)"/>
    public static long Add(ref long location1, long value) => Platform.Add(ref Places.Atomic(ref location1), value);

    /// <inheritdoc cref="Platform.And(ref long, long)"/>
    public static long And(ref long location1, long value) => Platform.And(ref Places.Atomic(ref location1), value);

    /// <inheritdoc cref="Platform.Or(ref long, long)"/>
    public static long Or(ref long location1, long value) => Platform.Or(ref Places.Atomic(ref location1), value);

    /// <inheritdoc cref="Platform.Increment(ref uint)"/>
    public static uint Increment(ref uint location) => Platform.Increment(ref Places.Atomic(ref location));

    /// <inheritdoc cref="Platform.Decrement(ref uint)"/>
    public static uint Decrement(ref uint location) => Platform.Decrement(ref Places.Atomic(ref location));

    /// <inheritdoc cref="Platform.Add(ref uint, uint)"/>
    public static uint Add(ref uint location1, uint value) => Platform.Add(ref Places.Atomic(ref location1), value);

    /// <inheritdoc cref="Platform.And(ref uint, uint)"/>
    public static uint And(ref uint location1, uint value) => Platform.And(ref Places.Atomic(ref location1), value);

    /// <inheritdoc cref="Platform.Or(ref uint, uint)"/>
    public static uint Or(ref uint location1, uint value) => Platform.Or(ref Places.Atomic(ref location1), value);

    /// <inheritdoc cref="Platform.Increment(ref ulong)"/>
    public static ulong Increment(ref ulong location) => Platform.Increment(ref Places.Atomic(ref location));

    /// <inheritdoc cref="Platform.Decrement(ref ulong)"/>
    public static ulong Decrement(ref ulong location) => Platform.Decrement(ref Places.Atomic(ref location));

    /// <inheritdoc cref="Platform.Add(ref ulong, ulong)"/>
    public static ulong Add(ref ulong location1, ulong value) => Platform.Add(ref Places.Atomic(ref location1), value);

    /// <inheritdoc cref="Platform.And(ref ulong, ulong)"/>
    public static ulong And(ref ulong location1, ulong value) => Platform.And(ref Places.Atomic(ref location1), value);

    /// <inheritdoc cref="Platform.Or(ref ulong, ulong)"/>
    public static ulong Or(ref ulong location1, ulong value) => Platform.Or(ref Places.Atomic(ref location1), value);

    /// <inheritdoc cref="Platform.Exchange(ref int, int)"/>
    public static int Exchange(ref int location1, int value) =>
        Places.Replaced(Platform.Exchange(ref Places.Atomic(ref location1), value), value);

    /// <inheritdoc cref="Platform.CompareExchange(ref int, int, int)"/>
    public static int CompareExchange(ref int location1, int value, int comparand) =>
        Places.Exchanged(Platform.CompareExchange(ref Places.Atomic(ref location1), value, comparand), comparand);

    /// <inheritdoc cref="Platform.Exchange(ref long, long)"/>
    public static long Exchange(ref long location1, long value) =>
        Places.Replaced(Platform.Exchange(ref Places.Atomic(ref location1), value), value);

    /// <inheritdoc cref="Platform.CompareExchange(ref long, long, long)"/>
    public static long CompareExchange(ref long location1, long value, long comparand) =>
        Places.Exchanged(Platform.CompareExchange(ref Places.Atomic(ref location1), value, comparand), comparand);

    /// <inheritdoc cref="Platform.Exchange(ref uint, uint)"/>
    public static uint Exchange(ref uint location1, uint value) =>
        Places.Replaced(Platform.Exchange(ref Places.Atomic(ref location1), value), value);

    /// <inheritdoc cref="Platform.CompareExchange(ref uint, uint, uint)"/>
    public static uint CompareExchange(ref uint location1, uint value, uint comparand) =>
        Places.Exchanged(Platform.CompareExchange(ref Places.Atomic(ref location1), value, comparand), comparand);

    /// <inheritdoc cref="Platform.Exchange(ref ulong, ulong)"/>
    public static ulong Exchange(ref ulong location1, ulong value) =>
        Places.Replaced(Platform.Exchange(ref Places.Atomic(ref location1), value), value);

    /// <inheritdoc cref="Platform.CompareExchange(ref ulong, ulong, ulong)"/>
    public static ulong CompareExchange(ref ulong location1, ulong value, ulong comparand) =>
        Places.Exchanged(Platform.CompareExchange(ref Places.Atomic(ref location1), value, comparand), comparand);

    /// <inheritdoc cref="Platform.Exchange(ref byte, byte)"/>
    public static byte Exchange(ref byte location1, byte value) =>
        Places.Replaced(Platform.Exchange(ref Places.Atomic(ref location1), value), value);

    /// <inheritdoc cref="Platform.CompareExchange(ref byte, byte, byte)"/>
    public static byte CompareExchange(ref byte location1, byte value, byte comparand) =>
        Places.Exchanged(Platform.CompareExchange(ref Places.Atomic(ref location1), value, comparand), comparand);

    /// <inheritdoc cref="Platform.Exchange(ref sbyte, sbyte)"/>
    public static sbyte Exchange(ref sbyte location1, sbyte value) =>
        Places.Replaced(Platform.Exchange(ref Places.Atomic(ref location1), value), value);

    /// <inheritdoc cref="Platform.CompareExchange(ref sbyte, sbyte, sbyte)"/>
    public static sbyte CompareExchange(ref sbyte location1, sbyte value, sbyte comparand) =>
        Places.Exchanged(Platform.CompareExchange(ref Places.Atomic(ref location1), value, comparand), comparand);

    /// <inheritdoc cref="Platform.Exchange(ref short, short)"/>
    public static short Exchange(ref short location1, short value) =>
        Places.Replaced(Platform.Exchange(ref Places.Atomic(ref location1), value), value);

    /// <inheritdoc cref="Platform.CompareExchange(ref short, short, short)"/>
    public static short CompareExchange(ref short location1, short value, short comparand) =>
        Places.Exchanged(Platform.CompareExchange(ref Places.Atomic(ref location1), value, comparand), comparand);

    /// <inheritdoc cref="Platform.Exchange(ref ushort, ushort)"/>
    public static ushort Exchange(ref ushort location1, ushort value) =>
        Places.Replaced(Platform.Exchange(ref Places.Atomic(ref location1), value), value);

    /// <inheritdoc cref="Platform.CompareExchange(ref ushort, ushort, ushort)"/>
    public static ushort CompareExchange(ref ushort location1, ushort value, ushort comparand) =>
        Places.Exchanged(Platform.CompareExchange(ref Places.Atomic(ref location1), value, comparand), comparand);

    /// <inheritdoc cref="Platform.Exchange(ref float, float)"/>
    public static float Exchange(ref float location1, float value) =>
        Places.Replaced(Platform.Exchange(ref Places.Atomic(ref location1), value), value);

    /// <inheritdoc cref="Platform.CompareExchange(ref float, float, float)"/>
    public static float CompareExchange(ref float location1, float value, float comparand) =>
        Places.Exchanged(Platform.CompareExchange(ref Places.Atomic(ref location1), value, comparand), comparand);

    /// <inheritdoc cref="Platform.Exchange(ref double, double)"/>
    public static double Exchange(ref double location1, double value) =>
        Places.Replaced(Platform.Exchange(ref Places.Atomic(ref location1), value), value);

    /// <inheritdoc cref="Platform.CompareExchange(ref double, double, double)"/>
    public static double CompareExchange(ref double location1, double value, double comparand) =>
        Places.Exchanged(Platform.CompareExchange(ref Places.Atomic(ref location1), value, comparand), comparand);

    /// <inheritdoc cref="Platform.Exchange(ref nint, nint)"/>
    public static nint Exchange(ref nint location1, nint value) =>
        Places.Replaced(Platform.Exchange(ref Places.Atomic(ref location1), value), value);

    /// <inheritdoc cref="Platform.CompareExchange(ref nint, nint, nint)"/>
    public static nint CompareExchange(ref nint location1, nint value, nint comparand) =>
        Places.Exchanged(Platform.CompareExchange(ref Places.Atomic(ref location1), value, comparand), comparand);

    /// <inheritdoc cref="Platform.Exchange(ref nuint, nuint)"/>
    public static nuint Exchange(ref nuint location1, nuint value) =>
        Places.Replaced(Platform.Exchange(ref Places.Atomic(ref location1), value), value);

    /// <inheritdoc cref="Platform.CompareExchange(ref nuint, nuint, nuint)"/>
    public static nuint CompareExchange(ref nuint location1, nuint value, nuint comparand) =>
        Places.Exchanged(Platform.CompareExchange(ref Places.Atomic(ref location1), value, comparand), comparand);

    /// <inheritdoc cref="Platform.Exchange(ref object, object)"/>
    public static object? Exchange(
        [NotNullIfNotNull(nameof(location1))] ref object? location1, object? value) =>
        Places.Replaced(Platform.Exchange(ref Places.Atomic(ref location1), value), value);

    /// <inheritdoc cref="Platform.CompareExchange(ref object, object, object)"/>
    public static object? CompareExchange(
        [NotNullIfNotNull(nameof(location1))] ref object? location1, object? value, object? comparand) =>
        Places.Exchanged(Platform.CompareExchange(ref Places.Atomic(ref location1), value, comparand), comparand);

    /// <inheritdoc cref="Platform.Exchange{T}(ref T, T)"/>
    public static T Exchange<T>(ref T location1, T value) =>
        Places.Replaced(Platform.Exchange(ref Places.Atomic(ref location1), value), value);

    /// <inheritdoc cref="Platform.CompareExchange{T}(ref T, T, T)"/>
    public static T CompareExchange<T>(ref T location1, T value, T comparand) =>
        Places.Exchanged(Platform.CompareExchange(ref Places.Atomic(ref location1), value, comparand), comparand);

    /// <inheritdoc cref="Platform.Read(ref readonly long)"/>
    public static long Read(ref readonly long location) => Platform.Read(in Places.FencedRead(in location));

    /// <inheritdoc cref="Platform.Read(ref readonly ulong)"/>
    public static ulong Read(ref readonly ulong location) => Platform.Read(in Places.FencedRead(in location));

    /// <summary>A full fence. Interleavings have it after every step.</summary>
    public static void MemoryBarrier() => StoreBuffers.Fence();

    /// <summary>A full fence of all threads, at one moment. Interleavings have it after every step.</summary>
    public static void MemoryBarrierProcessWide() => StoreBuffers.FenceAll();
}
