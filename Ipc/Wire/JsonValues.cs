// What JSON would lose in silence is refused here:
//
//      code, threads, tasks, streams, handles ...    they mean something in this process only
//      a Dog where an Animal is declared             only the Animal's members would arrive; [JsonDerivedType] on it helps
//      an object that refers to itself               there is no end to it
//
// What it leaves out by its own rules stays out: private fields and properties, and events. Looked at is each value itself and
// each member of it, but not the elements of collections: a List<Animal> arrives as animals.

using System.Collections;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Workbook.Ipc.Wire;

/// <summary>The part of <see cref="ObjectCodec"/> that needs the serialiser, apart, so that a process that does not need it
/// does not load it.</summary>
internal static class JsonValues
{
    private const int Deepest = 64; // the serialiser's limit

    private static readonly Type[] _local =
    [
        typeof(Delegate), typeof(Type), typeof(System.Reflection.MemberInfo), typeof(System.Reflection.Assembly),
        typeof(Thread), typeof(Task), typeof(WaitHandle), typeof(SafeHandle), typeof(Stream), typeof(TextReader),
        typeof(TextWriter), typeof(CancellationToken), typeof(CancellationTokenSource), typeof(Lock), typeof(Timer),
        typeof(Processes.ChildProcess), typeof(System.Diagnostics.Process),
    ];

    private static readonly JsonSerializerOptions _options = new()
    {
        IncludeFields = true, // tuples are fields
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // NaN
        MaxDepth = Deepest,
        Converters = { new TicketConverterFactory(), new LocalTypesConverterFactory(), new ExceptionConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RefuseDerivedMembers } },
    };

    /// <summary>The descriptors of the value that this thread is at work on: the serialiser has no place to pass them
    /// through.</summary>
    [ThreadStatic] private static Handover? _handover;

    public static Handover Handover =>
        _handover ?? throw new InvalidOperationException("Something shared travels only in a message.");

    /// <summary>Whether values of that type mean something in this process only.</summary>
    public static bool IsLocal(Type type) => Array.Exists(_local, local => local.IsAssignableFrom(type));

    public static byte[] Encode(byte kind, object value, Type type, Handover handover)
    {
        if (IsLocal(value.GetType()))
        {
            throw new NotSupportedException(
                $"A {value.GetType()} cannot travel to another process: it means something in this one only.");
        }
        var outer = _handover;
        _handover = handover;
        try
        {
            RefuseDerived(value, type);
            return [kind, .. JsonSerializer.SerializeToUtf8Bytes(value, type, _options)];
        }
        catch (JsonException e) when (e.Message.Contains("cycle", StringComparison.Ordinal))
        {
            throw new NotSupportedException(
                $"A {type} cannot travel to another process: it refers to itself, or is nested deeper than {Deepest} levels.", e);
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

    private static void RefuseDerivedMembers(JsonTypeInfo info)
    {
        foreach (var member in info.Properties)
        {
            if (member.Get is not { } get || !MayBeDerived(member.PropertyType)) continue;
            member.Get = owner =>
            {
                var value = get(owner);
                if (value is not null) RefuseDerived(value, member.PropertyType);
                return value;
            };
        }
    }

    private static bool MayBeDerived(Type type) => !type.IsValueType && !type.IsSealed;

    private static void RefuseDerived(object value, Type declared)
    {
        var type = value.GetType();
        if (type == declared || !MayBeDerived(declared) || value is Exception) return;
        var isSaid = value is IEnumerable || declared.IsDefined(typeof(JsonDerivedTypeAttribute), inherit: false);
        if (declared != typeof(object) && isSaid) return;
        throw new NotSupportedException($"a {type} stands where {declared} is declared, and only what that declares would "
            + "arrive; declare what it is, or put [JsonDerivedType] on the base.");
    }
}
