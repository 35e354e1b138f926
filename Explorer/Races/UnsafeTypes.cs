using System.Runtime.CompilerServices;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Races;

/// <summary>Types of the platform whose objects must not be changed by one thread while another uses them. Any thread may
/// ask.</summary>
internal static class UnsafeTypes
{
    private static readonly ConditionalWeakTable<Type, object> _numbers = []; // a type of a program must not keep it loaded

    /// <summary>What <see cref="NumberOf"/> says of an object that only passes on what others hold: a query, a view.</summary>
    public const int View = -1;

    /// <summary>The number that stands for the objects of the type, as that of a field does; 0: it is none of those
    /// types.</summary>
    public static int NumberOf(Type type) => (int)_numbers.GetValue(type, static type =>
    {
        if (type.IsArray) return 0;
        if (type.Namespace == "System.Linq") return View;
        if (type.IsNested) return 0;
        var isOfModel = type.Namespace == "System.Collections.ObjectModel";
        if (isOfModel && type.Name.StartsWith("ReadOnly", StringComparison.Ordinal)) return View;
        if (!isOfModel && type.Namespace is not ("System.Collections.Generic" or "System.Collections" or "System.Text")) return 0;
        var name = type.Name.Split('`')[0];
        return FieldMap.NumberOf($"{type.Namespace}.{type.Name}", Values.A(name));
    });
}
