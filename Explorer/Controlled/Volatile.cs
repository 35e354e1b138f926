using System.Diagnostics.CodeAnalysis;
using Platform = System.Threading.Volatile;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.Volatile"/> under the explorer.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public static class Volatile
{
    /// <inheritdoc cref="Platform.Read(ref readonly bool)"/>
    public static bool Read(ref readonly bool location) => Platform.Read(in Places.VolatileRead(in location));

    /// <inheritdoc cref="Platform.Write(ref bool, bool)"/>
    public static void Write(ref bool location, bool value) => Platform.Write(ref Places.VolatileWrite(ref location), value);

    /// <inheritdoc cref="Platform.Read(ref readonly byte)"/>
    public static byte Read(ref readonly byte location) => Platform.Read(in Places.VolatileRead(in location));

    /// <inheritdoc cref="Platform.Write(ref byte, byte)"/>
    public static void Write(ref byte location, byte value) => Platform.Write(ref Places.VolatileWrite(ref location), value);

    /// <inheritdoc cref="Platform.Read(ref readonly double)"/>
    public static double Read(ref readonly double location) => Platform.Read(in Places.VolatileRead(in location));

    /// <inheritdoc cref="Platform.Write(ref double, double)"/>
    public static void Write(ref double location, double value) => Platform.Write(ref Places.VolatileWrite(ref location), value);

    /// <inheritdoc cref="Platform.Read(ref readonly short)"/>
    public static short Read(ref readonly short location) => Platform.Read(in Places.VolatileRead(in location));

    /// <inheritdoc cref="Platform.Write(ref short, short)"/>
    public static void Write(ref short location, short value) => Platform.Write(ref Places.VolatileWrite(ref location), value);

    /// <inheritdoc cref="Platform.Read(ref readonly int)"/>
    public static int Read(ref readonly int location) => Platform.Read(in Places.VolatileRead(in location));

    /// <inheritdoc cref="Platform.Write(ref int, int)"/>
    public static void Write(ref int location, int value) => Platform.Write(ref Places.VolatileWrite(ref location), value);

    /// <inheritdoc cref="Platform.Read(ref readonly long)"/>
    public static long Read(ref readonly long location) => Platform.Read(in Places.VolatileRead(in location));

    /// <inheritdoc cref="Platform.Write(ref long, long)"/>
    public static void Write(ref long location, long value) => Platform.Write(ref Places.VolatileWrite(ref location), value);

    /// <inheritdoc cref="Platform.Read(ref readonly nint)"/>
    public static nint Read(ref readonly nint location) => Platform.Read(in Places.VolatileRead(in location));

    /// <inheritdoc cref="Platform.Write(ref nint, nint)"/>
    public static void Write(ref nint location, nint value) => Platform.Write(ref Places.VolatileWrite(ref location), value);

    /// <inheritdoc cref="Platform.Read(ref readonly sbyte)"/>
    public static sbyte Read(ref readonly sbyte location) => Platform.Read(in Places.VolatileRead(in location));

    /// <inheritdoc cref="Platform.Write(ref sbyte, sbyte)"/>
    public static void Write(ref sbyte location, sbyte value) => Platform.Write(ref Places.VolatileWrite(ref location), value);

    /// <inheritdoc cref="Platform.Read(ref readonly float)"/>
    public static float Read(ref readonly float location) => Platform.Read(in Places.VolatileRead(in location));

    /// <inheritdoc cref="Platform.Write(ref float, float)"/>
    public static void Write(ref float location, float value) => Platform.Write(ref Places.VolatileWrite(ref location), value);

    /// <inheritdoc cref="Platform.Read(ref readonly ushort)"/>
    public static ushort Read(ref readonly ushort location) => Platform.Read(in Places.VolatileRead(in location));

    /// <inheritdoc cref="Platform.Write(ref ushort, ushort)"/>
    public static void Write(ref ushort location, ushort value) => Platform.Write(ref Places.VolatileWrite(ref location), value);

    /// <inheritdoc cref="Platform.Read(ref readonly uint)"/>
    public static uint Read(ref readonly uint location) => Platform.Read(in Places.VolatileRead(in location));

    /// <inheritdoc cref="Platform.Write(ref uint, uint)"/>
    public static void Write(ref uint location, uint value) => Platform.Write(ref Places.VolatileWrite(ref location), value);

    /// <inheritdoc cref="Platform.Read(ref readonly ulong)"/>
    public static ulong Read(ref readonly ulong location) => Platform.Read(in Places.VolatileRead(in location));

    /// <inheritdoc cref="Platform.Write(ref ulong, ulong)"/>
    public static void Write(ref ulong location, ulong value) => Platform.Write(ref Places.VolatileWrite(ref location), value);

    /// <inheritdoc cref="Platform.Read(ref readonly nuint)"/>
    public static nuint Read(ref readonly nuint location) => Platform.Read(in Places.VolatileRead(in location));

    /// <inheritdoc cref="Platform.Write(ref nuint, nuint)"/>
    public static void Write(ref nuint location, nuint value) => Platform.Write(ref Places.VolatileWrite(ref location), value);

    /// <inheritdoc cref="Platform.Read{T}(ref readonly T)"/>
    [return: NotNullIfNotNull(nameof(location))]
    public static T Read<T>([NotNullIfNotNull(nameof(location))] ref readonly T location) where T : class? =>
        Platform.Read(in Places.VolatileRead(in location));

    /// <inheritdoc cref="Platform.Write{T}(ref T, T)"/>
    public static void Write<T>([NotNullIfNotNull(nameof(value))] ref T location, T value) where T : class? =>
        Platform.Write(ref Places.VolatileWrite(ref location), value);

    /// <summary>Orders reads with what comes after them: interleavings have that anyway, and store buffers too.</summary>
    public static void ReadBarrier() { }

    /// <summary>Orders writes with what comes before them: interleavings have that anyway, and store buffers too, which are
    /// emptied in the order of the writes.</summary>
    public static void WriteBarrier() { }
}
