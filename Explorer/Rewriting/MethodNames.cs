using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Methods as a person calls them: a lambda by the method that it stands in.</summary>
internal static class MethodNames
{
    public static string Shown(MethodReference method)
    {
        var name = method.Name;
        // <Count>d__3.MoveNext is the iterator Count.
        if (name == "MoveNext" && method.DeclaringType.Name.StartsWith('<')
            && method.DeclaringType.Name.IndexOf('>') is var last and > 1)
            return $"{Shown(method.DeclaringType)}.{method.DeclaringType.Name[1..last]}";
        // <Sell>b__0 is a lambda in Sell, <Sell>g__Look|0 the local function Look.
        if (name.StartsWith('<') && name.IndexOf('>') is var end and > 1)
        {
            var local = name.IndexOf("g__", end, StringComparison.Ordinal) is var g and > 0 ? name[(g + 3)..].Split('|')[0]
                : null;
            name = local ?? $"{name[1..end]}, a lambda";
        }
        return $"{Shown(method.DeclaringType)}.{name}";
    }

    /// <summary>A type by its name; one that the compiler made by the type that it was made for.</summary>
    public static string Shown(TypeReference type)
    {
        while (type.DeclaringType is not null && type.Name.StartsWith('<')) type = type.DeclaringType;
        return type.Name;
    }
}
