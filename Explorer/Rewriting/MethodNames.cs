using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Methods as a person calls them: a lambda by the method that it stands in.</summary>
internal static class MethodNames
{
    public static string Shown(MethodReference method)
    {
        var name = method.Name;
        // <Count>d__3.MoveNext is the iterator Count, <<Test>g__Deposit|0_1>d.MoveNext the async local function Deposit.
        if (name == "MoveNext" && method.DeclaringType.Name.StartsWith('<'))
        {
            var machine = OfStateMachine(method.DeclaringType.Name, out var isLambda);
            return $"{Shown(method.DeclaringType)}.{machine}{(isLambda ? ", a lambda" : "")}";
        }
        // <Sell>b__0 is a lambda in Sell, <Sell>g__Look|0 the local function Look.
        if (name.StartsWith('<') && name.IndexOf('>') is var end and > 1)
        {
            var local = name.IndexOf("g__", end, StringComparison.Ordinal) is var g and > 0 ? name[(g + 3)..].Split('|')[0]
                : null;
            name = local ?? $"{name[1..end]}, a lambda";
        }
        return $"{Shown(method.DeclaringType)}.{name}";
    }

    /// <summary>An async method, by the name of the type that the compiler made of it: <c>&lt;Deposit&gt;d__1</c>,
    /// <c>&lt;&lt;Test&gt;g__Deposit|0_1&gt;d</c>; of a lambda the method that it stands in.</summary>
    public static string OfStateMachine(string type, out bool isLambda)
    {
        var end = type.LastIndexOf('>');
        return OfMethod(type.StartsWith('<') && end > 1 ? type[1..end] : type, out isLambda);
    }

    /// <summary>A method by its name in the metadata; a lambda by the method that it stands in.</summary>
    public static string OfMethod(string name, out bool isLambda)
    {
        isLambda = false;
        if (!name.StartsWith('<') || name.LastIndexOf('>') is not (> 1 and var end)) return name;
        if (name.IndexOf("g__", end, StringComparison.Ordinal) is > 0 and var local) return name[(local + 3)..].Split('|')[0];
        isLambda = true;
        return OfMethod(name[1..end], out _);
    }

    /// <summary>A type by its name; one that the compiler made by the type that it was made for.</summary>
    public static string Shown(TypeReference type)
    {
        while (type.DeclaringType is not null && type.Name.StartsWith('<')) type = type.DeclaringType;
        return type.Name;
    }
}
