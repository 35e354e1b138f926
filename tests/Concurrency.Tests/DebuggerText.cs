using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Workbook.Concurrency.Tests;

/// <summary>What a debugger would show for an object: its DebuggerDisplay with each {member} evaluated by reflection.</summary>
internal static partial class DebuggerText
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static string Of(object target)
    {
        var attribute = target.GetType().GetCustomAttribute<DebuggerDisplayAttribute>(inherit: true);
        Assert.True(attribute is not null, $"{target.GetType().Name} has no DebuggerDisplay");
        return Member().Replace(attribute.Value, match => Text(Evaluate(target, match.Groups[1].Value), match.Groups[2].Success));
    }

    private static object? Evaluate(object? target, string path)
    {
        foreach (var name in path.Split('.')) target = ValueOf(target!, name);
        return target;
    }

    private static object? ValueOf(object target, string name)
    {
        for (var type = target.GetType(); type is not null; type = type.BaseType) // private members of a base are its own
        {
            if (type.GetField(name, Any) is { } field) return field.GetValue(target);
            if (type.GetProperty(name, Any) is { } property) return property.GetValue(target);
        }
        throw new MissingMemberException(target.GetType().Name, name);
    }

    private static string Text(object? value, bool noQuotes) => value is string text && !noQuotes ? $"\"{text}\"" : $"{value}";

    [GeneratedRegex(@"\{([\w.]+)(,nq)?\}")]
    private static partial Regex Member();
}
