using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Workbook.Concurrency.Tests.Signals;

/// <summary>What a debugger shows for an object: its [DebuggerDisplay], evaluated on the calling thread.</summary>
internal static partial class DebuggerText
{
    public static string Of(object target)
    {
        var format = target.GetType().GetCustomAttribute<DebuggerDisplayAttribute>()?.Value;
        Assert.NotNull(format);
        return Hole().Replace(format, hole => $"{Member(target, hole.Groups["path"].Value)}");
    }

    [GeneratedRegex(@"\{(?<path>[\w.]+)(,nq)?\}")]
    private static partial Regex Hole();

    private static object? Member(object target, string path)
    {
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        object? value = target;
        foreach (var name in path.Split('.'))
        {
            var type = value!.GetType();
            var property = type.GetProperty(name, any);
            value = property is not null ? property.GetValue(value) : type.GetField(name, any)!.GetValue(value);
        }
        return value;
    }
}
