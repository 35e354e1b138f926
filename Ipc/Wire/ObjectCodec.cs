// How a value becomes bytes, and a value again over there. The first byte says how:
//
//      0             null
//      1   <bytes>   text, UTF-8
//      2   <bytes>   a number, a bool, a char, an enum: as it stands in memory (both processes run on this machine)
//      3   <bytes>   an array of bytes, as it is
//      4   <bytes>   a ticket for something shared: see IShareable
//      5   <bytes>   everything else: JSON, public properties and fields of the declared type, see JsonValues
//
// 1 to 4 could be JSON as well. They are there because the serialiser takes a new process some 30 ms to warm up, which is most
// of the life of a child that only adds two numbers. Such a child does not even compile what numbers do not need: the two methods
// that are called Other.

using System.Text;

namespace Workbook.Ipc.Wire;

/// <summary>Turns values into bytes and back; both sides know the type.</summary>
/// <remarks>Any thread may call any member.</remarks>
internal static class ObjectCodec
{
    private const byte Null = 0, Text = 1, Number = 2, Bytes = 3, Ticket = 4, Json = 5;

    /// <summary>The bytes of a value; its descriptors go to <paramref name="handover"/>.</summary>
    /// <param name="value">What travels.</param>
    /// <param name="type">The type that the receiver asks for, such as that of its parameter.</param>
    /// <param name="handover">Receives what bytes cannot carry.</param>
    /// <exception cref="NotSupportedException">A value of this type cannot travel; the message says why.</exception>
    public static byte[] Encode(object? value, Type type, Handover handover)
    {
        if (value is null) return [Null];
        return type.IsPrimitive && EncodeNumber(value, type) is { } number ? number : EncodeOther(value, type, handover);
    }

    private static byte[] EncodeOther(object value, Type type, Handover handover)
    {
        if (value is string text) return [Text, .. Encoding.UTF8.GetBytes(text)];
        var isBytes = value.GetType() == typeof(byte[]); // 'value is byte[]' is true of an sbyte[], too
        if (isBytes && type != typeof(object)) return [Bytes, .. (byte[])value];
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum) type = Enum.GetUnderlyingType(type);
        if (EncodeNumber(value, type) is { } number) return number;
        if (Tickets.Of(type) is { } tickets) return [Ticket, .. Encoding.UTF8.GetBytes(tickets.Write(value, handover))];
        return JsonValues.Encode(Json, value, type, handover);
    }

    /// <summary>The value again.</summary>
    /// <param name="bytes">What <see cref="Encode"/> returned.</param>
    /// <param name="type">The type that it was given.</param>
    /// <param name="handover">What came along.</param>
    /// <exception cref="InvalidDataException">These are not the bytes of such a value.</exception>
    public static object? Decode(ReadOnlySpan<byte> bytes, Type type, Handover handover)
    {
        if (bytes.IsEmpty) throw new InvalidDataException("A value has no bytes at all.");
        return type.IsPrimitive && bytes[0] == Number ? DecodeNumber(bytes[1..], type) : DecodeOther(bytes, type, handover);
    }

    private static object? DecodeOther(ReadOnlySpan<byte> bytes, Type type, Handover handover)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var rest = bytes[1..];
        return bytes[0] switch
        {
            Null => null,
            Text => Encoding.UTF8.GetString(rest),
            Bytes => rest.ToArray(),
            Number when type.IsEnum => Enum.ToObject(type, DecodeNumber(rest, Enum.GetUnderlyingType(type))),
            Number => DecodeNumber(rest, type),
            Ticket => (Tickets.Of(type) ?? throw new InvalidDataException($"A ticket came where a {type} was expected."))
                .Read(Encoding.UTF8.GetString(rest), handover),
            Json => JsonValues.Decode(rest, type, handover),
            var other => throw new InvalidDataException($"A value begins with {other}, which says nothing."),
        };
    }

    // A boxed enum can be cast to the number that it is. Comparisons of types, because a new process asks no type for its code in
    // less than 0.2 ms.
    private static byte[]? EncodeNumber(object value, Type type)
    {
        byte[] number;
        if (type == typeof(int)) number = BitConverter.GetBytes((int)value);
        else if (type == typeof(long)) number = BitConverter.GetBytes((long)value);
        else if (type == typeof(double)) number = BitConverter.GetBytes((double)value);
        else if (type == typeof(bool)) number = BitConverter.GetBytes((bool)value);
        else if (type == typeof(char)) number = BitConverter.GetBytes((char)value);
        else if (type == typeof(byte)) number = [(byte)value];
        else if (type == typeof(float)) number = BitConverter.GetBytes((float)value);
        else if (type == typeof(short)) number = BitConverter.GetBytes((short)value);
        else if (type == typeof(uint)) number = BitConverter.GetBytes((uint)value);
        else if (type == typeof(ulong)) number = BitConverter.GetBytes((ulong)value);
        else if (type == typeof(ushort)) number = BitConverter.GetBytes((ushort)value);
        else if (type == typeof(sbyte)) number = [(byte)(sbyte)value];
        else return null;
        return [Number, .. number];
    }

    private static object DecodeNumber(ReadOnlySpan<byte> bytes, Type type)
    {
        try { return ReadNumber(bytes, type); }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"{bytes.Length} bytes came where a {type} was expected.", e);
        }
    }

    private static object ReadNumber(ReadOnlySpan<byte> bytes, Type type)
    {
        if (type == typeof(int)) return BitConverter.ToInt32(bytes);
        if (type == typeof(long)) return BitConverter.ToInt64(bytes);
        if (type == typeof(double)) return BitConverter.ToDouble(bytes);
        if (type == typeof(bool)) return BitConverter.ToBoolean(bytes);
        if (type == typeof(char)) return BitConverter.ToChar(bytes);
        if (type == typeof(byte)) return bytes[0];
        if (type == typeof(float)) return BitConverter.ToSingle(bytes);
        if (type == typeof(short)) return BitConverter.ToInt16(bytes);
        if (type == typeof(uint)) return BitConverter.ToUInt32(bytes);
        if (type == typeof(ulong)) return BitConverter.ToUInt64(bytes);
        if (type == typeof(ushort)) return BitConverter.ToUInt16(bytes);
        if (type == typeof(sbyte)) return (sbyte)bytes[0];
        throw new InvalidDataException($"A number came where a {type} was expected.");
    }
}
