// How a value becomes bytes, and again a value over there. The first byte says how:
//
//      0            null
//      1  <bytes>   text, UTF-8
//      2  <bytes>   a number, a bool, a char: as they stand in memory (both processes run on this machine)
//      3  <bytes>   an array of bytes, as it is
//      4  <bytes>   a ticket for something shared: see IShareable
//      5  <bytes>   everything else: JSON, public properties and fields
//
// 1 to 4 could be JSON as well. They are there because the serialiser takes a new process 15 ms to warm up, a third of the life of
// a child that only adds two numbers.

using System.Text;
using System.Text.Json;

namespace Workbook.Ipc.Wire;

/// <summary>Turns values into bytes and back; both sides know the type.</summary>
/// <remarks>Any thread may call any member.</remarks>
internal static class ObjectCodec
{
    /// <summary>The bytes of a value, and its descriptors in <paramref name="handover"/>.</summary>
    /// <exception cref="NotSupportedException">A value of this type cannot travel; the message says why.</exception>
    public static byte[] Encode(object? value, Type type, Handover handover) => throw new NotImplementedException();

    /// <summary>The value again.</summary>
    public static object? Decode(ReadOnlySpan<byte> bytes, Type type, Handover handover) => throw new NotImplementedException();
}
