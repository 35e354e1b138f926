using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Workbook.Explorer.Races;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Timelines;

/// <summary>What places in memory hold, read from outside, without running a line of the program.</summary>
internal static class Values
{
    private const BindingFlags All =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>What cannot be seen.</summary>
    public static readonly object Unknown = new();

    /// <summary>What the place holds now, or what a primitive shows of its state.</summary>
    public static object? In(Resource resource, AssemblyLoadContext program)
    {
        if (resource is not Location location) return resource.State ?? Unknown;
        try
        {
            if (location.Owner is Array array)
                return array.Rank == 1 && location.Key < 0 ? array.GetValue((long)location.Slot) : Unknown;
            var field = location.Key <= 0 ? null : location.Owner is { } owner ? FieldOf(owner.GetType(), location.Key)
                : StaticField(location.Key, program);
            return field is null ? Unknown : field.GetValue(location.Owner);
        }
        catch (Exception e) when (e is not ExecutionAborted) { return Unknown; } // a value less in the timeline, and no more
    }

    /// <summary>Whether it can be shown as it is: null, a number, a text, a pair of such.</summary>
    public static bool IsPlain(object? value) => value switch
    {
        null or string or Enum or TimeSpan or DateTime or decimal => true,
        System.Runtime.CompilerServices.ITuple => value.GetType().IsValueType,
        _ => value.GetType().IsPrimitive,
    };

    /// <summary>A value as the timeline shows it; for an object, the name that <paramref name="nameOf"/> gives it.</summary>
    public static string Show(object? value, Func<object, string> nameOf) => value switch
    {
        null => "null",
        true => "true",
        false => "false",
        string text => $"\"{(text.Length > 20 ? text[..20] + "…" : text)}\"",
        char letter => $"'{letter}'",
        double or float => ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture),
        Enum or TimeSpan or DateTime or decimal => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        System.Runtime.CompilerServices.ITuple tuple when value.GetType().IsValueType =>
            $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Show(tuple[i], nameOf)))})",
        _ when value.GetType().IsPrimitive => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        Delegate => "a delegate",
        _ when value.GetType().IsValueType => A(NameOf(value.GetType())),
        _ => nameOf(value),
    };

    /// <summary>A type as a person calls it: <c>Stack&lt;int&gt;</c>, <c>int[]</c>.</summary>
    public static string NameOf(Type type)
    {
        if (type.IsArray) return NameOf(type.GetElementType()!) + "[]";
        if (type == typeof(int)) return "int";
        if (type == typeof(long)) return "long";
        if (type == typeof(bool)) return "bool";
        if (type == typeof(string)) return "string";
        if (type == typeof(object)) return "object";
        var name = type.Name;
        if (!type.IsGenericType) return name;
        var end = name.IndexOf('`');
        return end < 0 ? name : $"{name[..end]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
    }

    /// <summary>With its article: an Account, a Till.</summary>
    public static string A(string name) => $"{("AEIOUaeiou".Contains(name[0]) ? "an" : "a")} {name}";

    /// <summary>The field with that number of a type or of one that it comes from; null: there is none.</summary>
    public static FieldInfo? FieldOf(Type type, int key)
    {
        var (declaring, name) = Parts(FieldMap.FullNameOf(key));
        FieldInfo? found = null;
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.GetField(name, All) is not { } field) continue;
            found ??= field;
            if ((at.IsGenericType ? at.GetGenericTypeDefinition() : at).FullName?.Replace('+', '/') == declaring) return field;
        }
        return found;
    }

    /// <summary>The static field with that number, of a type that is not generic; null: there is none.</summary>
    public static FieldInfo? StaticField(int key, AssemblyLoadContext program)
    {
        var (type, name) = Parts(FieldMap.FullNameOf(key));
        foreach (var assembly in program.Assemblies)
        {
            if (assembly.GetType(type.Replace('/', '+')) is { ContainsGenericParameters: false } found)
                return found.GetField(name, All);
        }
        return null;
    }

    /// <summary>The name of a field without its type, as reflection calls it.</summary>
    public static string FieldNameOf(int key) => Parts(FieldMap.FullNameOf(key)).Field;

    // Of Shop/Bank.Account.balance the type is Bank.Account. The name of a property's field may have dots in it:
    // <IShop.Left>k__BackingField.
    private static (string Type, string Field) Parts(string fullName)
    {
        fullName = fullName[(fullName.IndexOf('/') + 1)..]; // without the assembly
        var dot = fullName.EndsWith("__BackingField", StringComparison.Ordinal)
            ? fullName.LastIndexOf(".<", StringComparison.Ordinal) : fullName.LastIndexOf('.');
        return (fullName[..dot], fullName[(dot + 1)..]);
    }
}
