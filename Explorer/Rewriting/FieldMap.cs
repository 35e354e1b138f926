using System.Collections.Concurrent;

namespace Workbook.Explorer.Rewriting;

/// <summary>The fields of all rewritten assemblies by number, and their names by number; the same field has the same number in every
/// build of its source.</summary>
internal static class FieldMap
{
    private static readonly ConcurrentDictionary<string, int> _numbers = new();
    private static readonly ConcurrentDictionary<int, string> _names = new(), _fullNames = new();

    /// <summary>The number of the field, from 1 on.</summary>
    /// <param name="fullName">With its type.</param>
    /// <param name="shown">As the timeline calls it.</param>
    public static int NumberOf(string fullName, string shown) => _numbers.GetOrAdd(fullName, _ =>
    {
        var number = _names.Count + 1;
        while (!_names.TryAdd(number, shown)) number++;
        _fullNames[number] = fullName;
        return number;
    });

    public static string NameOf(int field) => _names[field];

    /// <summary>With its type: the same in every process.</summary>
    public static string FullNameOf(int field) => _fullNames[field];

    /// <summary>The number of the field with that full name; 0: no rewritten assembly has it.</summary>
    public static int Find(string fullName) => _numbers.GetValueOrDefault(fullName);
}
