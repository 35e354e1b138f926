using System.Runtime.CompilerServices;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Races;

/// <summary>Types of the platform whose objects must not be changed by one thread while another uses them. Any thread may
/// ask.</summary>
internal static class UnsafeTypes
{
    private static readonly ConditionalWeakTable<Type, object> _numbers = []; // a type of a program must not keep it loaded

    /// <summary>The number that stands for the objects of the type, as that of a field does; 0: it is none of those
    /// types.</summary>
    public static int NumberOf(Type type) => (int)_numbers.GetValue(type, static type =>
    {
        var isUnsafe = type.Namespace is "System.Collections.Generic" or "System.Collections" or "System.Text" && !type.IsNested
            && !type.IsArray;
        if (!isUnsafe) return 0;
        var name = type.Name.Split('`')[0];
        return FieldMap.NumberOf($"{type.Namespace}.{type.Name}", Values.A(name));
    });
}
