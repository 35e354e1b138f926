using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Types of the platform whose objects must not be changed by one thread while another uses them: what is called on
/// them.</summary>
internal static class UnsafeObjects
{
    private static readonly HashSet<string> _types =
    [
        "List`1", "Dictionary`2", "HashSet`1", "SortedSet`1", "SortedDictionary`2", "SortedList`2", "OrderedDictionary`2",
        "Queue`1", "Stack`1", "LinkedList`1", "PriorityQueue`2",
        "ICollection`1", "IList`1", "IDictionary`2", "ISet`1", "IEnumerable`1",
        "IReadOnlyCollection`1", "IReadOnlyList`1", "IReadOnlyDictionary`2", "IReadOnlySet`1",
        "ArrayList", "Hashtable", "Queue", "Stack", "BitArray", "StringBuilder",
    ];

    // What begins otherwise changes something.
    private static readonly string[] _reads =
    [
        "get_", "Contains", "Find", "Exists", "IndexOf", "LastIndexOf", "TryGet", "Peek", "TryPeek", "To", "CopyTo",
        "GetEnumerator", "TrueForAll", "ForEach", "BinarySearch", "GetRange", "GetAlternate", "Slice", "ConvertAll",
        "AsReadOnly", "Is", "Overlaps", "SetEquals", "Equals",
        "GetHashCode", "GetType", "GetChunks", "GetKeyAtIndex", "GetValueAtIndex",
    ];

    public static bool IsCalled(MethodReference called)
    {
        var type = called.DeclaringType.GetElementType();
        return called.HasThis && !type.IsNested
            && (type.Namespace is "System.Collections.Generic" or "System.Collections" or "System.Text")
            && _types.Contains(type.Name);
    }

    public static bool IsRead(MethodReference called) => Array.Exists(_reads, start =>
        called.Name.StartsWith(start, StringComparison.Ordinal));
}
