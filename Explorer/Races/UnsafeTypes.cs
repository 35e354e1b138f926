using System.Runtime.CompilerServices;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Races;

/// <summary>Types of the platform whose objects must not be changed by one thread while another uses them. Any thread may
/// ask.</summary>
internal static class UnsafeTypes
{
    private const string Model = "System.Collections.ObjectModel";

    private static readonly ConditionalWeakTable<Type, object> _numbers = []; // a type of a program must not keep it loaded

    /// <summary>What <see cref="NumberOf(Type)"/> says of an object that only passes on what others hold: a query, a view.</summary>
    public const int View = -1;

    /// <summary>The number that stands for the objects of the type, as that of a field does; 0: it is none of those
    /// types.</summary>
    public static int NumberOf(Type type) => (int)_numbers.GetValue(type, static type =>
    {
        if (type.IsArray) return 0;
        if (type.Namespace == "System.Linq") return View;
        if (type.IsNested) return 0;
        var isOfModel = type.Namespace == Model;
        if (isOfModel && type.Name.StartsWith("ReadOnly", StringComparison.Ordinal)) return View;
        return isOfModel || IsNamespace(type.Namespace) ? NumberOf($"{type.Namespace}.{type.Name}") : 0;
    });

    /// <summary>The number of the type with that full name, whether one of its objects was seen in this process or not; 0: it is none
    /// of those types.</summary>
    public static int Find(string fullName) =>
        fullName.LastIndexOf('.') is var dot and > 0 && (IsNamespace(fullName[..dot]) || fullName[..dot] == Model) ? NumberOf(fullName) : 0;

    private static bool IsNamespace(string? name) => name is "System.Collections.Generic" or "System.Collections" or "System.Text";

    private static int NumberOf(string fullName) =>
        FieldMap.NumberOf(fullName, Values.A(fullName[(fullName.LastIndexOf('.') + 1)..].Split('`')[0]));
}
