using System.Diagnostics.CodeAnalysis;

namespace Workbook.Explorer.Controlled;

// The forms of Volatile that are older than it. The platform's are fences on both sides; interleavings have those anyway.
public sealed partial class Thread
{
    /// <inheritdoc cref="System.Threading.Thread.VolatileRead(ref byte)"/>
    public static byte VolatileRead(ref byte address) => Volatile.Read(ref address);

    /// <inheritdoc cref="System.Threading.Thread.VolatileWrite(ref byte, byte)"/>
    public static void VolatileWrite(ref byte address, byte value) => Volatile.Write(ref address, value);

    /// <inheritdoc cref="System.Threading.Thread.VolatileRead(ref double)"/>
    public static double VolatileRead(ref double address) => Volatile.Read(ref address);

    /// <inheritdoc cref="System.Threading.Thread.VolatileWrite(ref double, double)"/>
    public static void VolatileWrite(ref double address, double value) => Volatile.Write(ref address, value);

    /// <inheritdoc cref="System.Threading.Thread.VolatileRead(ref short)"/>
    public static short VolatileRead(ref short address) => Volatile.Read(ref address);

    /// <inheritdoc cref="System.Threading.Thread.VolatileWrite(ref short, short)"/>
    public static void VolatileWrite(ref short address, short value) => Volatile.Write(ref address, value);

    /// <inheritdoc cref="System.Threading.Thread.VolatileRead(ref int)"/>
    public static int VolatileRead(ref int address) => Volatile.Read(ref address);

    /// <inheritdoc cref="System.Threading.Thread.VolatileWrite(ref int, int)"/>
    public static void VolatileWrite(ref int address, int value) => Volatile.Write(ref address, value);

    /// <inheritdoc cref="System.Threading.Thread.VolatileRead(ref long)"/>
    public static long VolatileRead(ref long address) => Volatile.Read(ref address);

    /// <inheritdoc cref="System.Threading.Thread.VolatileWrite(ref long, long)"/>
    public static void VolatileWrite(ref long address, long value) => Volatile.Write(ref address, value);

    /// <inheritdoc cref="System.Threading.Thread.VolatileRead(ref nint)"/>
    public static nint VolatileRead(ref nint address) => Volatile.Read(ref address);

    /// <inheritdoc cref="System.Threading.Thread.VolatileWrite(ref nint, nint)"/>
    public static void VolatileWrite(ref nint address, nint value) => Volatile.Write(ref address, value);

    /// <inheritdoc cref="System.Threading.Thread.VolatileRead(ref object)"/>
    [return: NotNullIfNotNull(nameof(address))]
    public static object? VolatileRead(ref object? address) => Volatile.Read(ref address);

    /// <inheritdoc cref="System.Threading.Thread.VolatileWrite(ref object, object)"/>
    public static void VolatileWrite([NotNullIfNotNull(nameof(value))] ref object? address, object? value) =>
        Volatile.Write(ref address, value);

    /// <inheritdoc cref="System.Threading.Thread.VolatileRead(ref sbyte)"/>
    public static sbyte VolatileRead(ref sbyte address) => Volatile.Read(ref address);

    /// <inheritdoc cref="System.Threading.Thread.VolatileWrite(ref sbyte, sbyte)"/>
    public static void VolatileWrite(ref sbyte address, sbyte value) => Volatile.Write(ref address, value);

    /// <inheritdoc cref="System.Threading.Thread.VolatileRead(ref float)"/>
    public static float VolatileRead(ref float address) => Volatile.Read(ref address);

    /// <inheritdoc cref="System.Threading.Thread.VolatileWrite(ref float, float)"/>
    public static void VolatileWrite(ref float address, float value) => Volatile.Write(ref address, value);

    /// <inheritdoc cref="System.Threading.Thread.VolatileRead(ref ushort)"/>
    public static ushort VolatileRead(ref ushort address) => Volatile.Read(ref address);

    /// <inheritdoc cref="System.Threading.Thread.VolatileWrite(ref ushort, ushort)"/>
    public static void VolatileWrite(ref ushort address, ushort value) => Volatile.Write(ref address, value);

    /// <inheritdoc cref="System.Threading.Thread.VolatileRead(ref uint)"/>
    public static uint VolatileRead(ref uint address) => Volatile.Read(ref address);

    /// <inheritdoc cref="System.Threading.Thread.VolatileWrite(ref uint, uint)"/>
    public static void VolatileWrite(ref uint address, uint value) => Volatile.Write(ref address, value);

    /// <inheritdoc cref="System.Threading.Thread.VolatileRead(ref ulong)"/>
    public static ulong VolatileRead(ref ulong address) => Volatile.Read(ref address);

    /// <inheritdoc cref="System.Threading.Thread.VolatileWrite(ref ulong, ulong)"/>
    public static void VolatileWrite(ref ulong address, ulong value) => Volatile.Write(ref address, value);

    /// <inheritdoc cref="System.Threading.Thread.VolatileRead(ref nuint)"/>
    public static nuint VolatileRead(ref nuint address) => Volatile.Read(ref address);

    /// <inheritdoc cref="System.Threading.Thread.VolatileWrite(ref nuint, nuint)"/>
    public static void VolatileWrite(ref nuint address, nuint value) => Volatile.Write(ref address, value);
}
