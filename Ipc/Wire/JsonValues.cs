using System.Text.Json;

namespace Workbook.Ipc.Wire;

/// <summary>The part of <see cref="ObjectCodec"/> that needs the serialiser, apart, so that a process that does not need it does not
/// load it.</summary>
internal static class JsonValues
{
    private static readonly JsonSerializerOptions _options = new()
    {
        IncludeFields = true, // tuples are fields
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals, // NaN
        Converters = { new TicketConverterFactory() }, // a queue inside a record
    };

    /// <summary>The descriptors of the value that this thread is at work on: the serialiser has no place to pass them through.</summary>
    [ThreadStatic] private static Handover? _handover;

    public static Handover Handover => _handover ?? throw new InvalidOperationException("Something shared travels only in a message.");

    public static byte[] Encode(byte kind, object value, Type type, Handover handover)
    {
        if (value is Delegate or Type or System.Reflection.MemberInfo)
            throw new NotSupportedException($"A {type} cannot travel to another process: it refers to code and objects of this one.");
        var outer = _handover;
        _handover = handover;
        try
        {
            return [kind, .. JsonSerializer.SerializeToUtf8Bytes(value, type, _options)];
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new NotSupportedException($"A {type} cannot travel to another process: {e.Message}", e);
        }
        finally { _handover = outer; }
    }

    public static object? Decode(ReadOnlySpan<byte> json, Type type, Handover handover)
    {
        var outer = _handover;
        _handover = handover;
        try
        {
            return JsonSerializer.Deserialize(json, type, _options);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new InvalidDataException($"What came is not a {type}: {e.Message}", e);
        }
        finally { _handover = outer; }
    }
}
