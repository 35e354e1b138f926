// What is passed to the platform is often not the collection itself, but something made of it, which reads it later:
//
//      list.Where(...).Select(...)   ->  a query of a query of the list, each in a field of the next
//      list.AsReadOnly()             ->  a view, with the list in a field
//
// Going through the one is reading the other.

using System.Reflection;
using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Races;

/// <summary>Finds the collections that a query or a view reads. Any thread may ask.</summary>
internal static class Views
{
    private const BindingFlags OfItsOwn =
        BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    private const int Deepest = 16;

    private static readonly ConditionalWeakTable<Type, FieldInfo[]> _fields = []; // a type of a program must not keep it loaded

    /// <summary>The collections behind it that must not be changed meanwhile.</summary>
    public static IEnumerable<object> Behind(object view, int depth = 0)
    {
        if (depth == Deepest) yield break;
        foreach (var field in _fields.GetValue(view.GetType(), FieldsOf))
        {
            if (field.GetValue(view) is not { } held) continue;
            var number = UnsafeTypes.NumberOf(held.GetType());
            if (number > 0) yield return held;
            if (number != UnsafeTypes.View) continue;
            foreach (var further in Behind(held, depth + 1)) yield return further;
        }
    }

    private static FieldInfo[] FieldsOf(Type type)
    {
        var fields = new List<FieldInfo>();
        for (var at = type; at is not null; at = at.BaseType)
        {
            fields.AddRange(at.GetFields(OfItsOwn).Where(field =>
                !field.FieldType.IsValueType && !typeof(Delegate).IsAssignableFrom(field.FieldType)));
        }
        return [.. fields];
    }
}
