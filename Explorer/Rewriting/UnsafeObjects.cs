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
        "ArrayList", "Hashtable", "Queue", "Stack", "BitArray", "SortedList", "StringBuilder",
        "ICollection", "IList", "IDictionary", "IEnumerable", "CollectionBase", "DictionaryBase",
        "Collection`1", "ObservableCollection`1", "ReadOnlyCollection`1", "ReadOnlyDictionary`2", "ReadOnlySet`1",
    ];

    // What is the same always, and is asked for to lock on it, for one.
    private static readonly HashSet<string> _constant =
    [
        "get_SyncRoot", "get_IsSynchronized", "get_IsReadOnly", "get_IsFixedSize", "get_Comparer", "get_Dictionary", "AsReadOnly",
        "GetAlternateLookup", "GetType",
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
        return called.HasThis && IsOne(type) && !_constant.Contains(called.Name) && !IsSafeRead(type, called);
    }

    /// <summary>Whether the method of the platform reads what is passed as that parameter before it returns.</summary>
    public static bool IsReadBy(MethodReference called, int parameter)
    {
        var type = called.DeclaringType.GetElementType();
        var open = called.GetElementMethod();
        if (!IsOne(open.Parameters[parameter].ParameterType.GetElementType())) return false;
        return type.FullName switch
        {
            "System.Linq.Enumerable" => !IsDeferred(open.ReturnType), // or it reads it once somebody goes through it
            "System.String" or "System.Text.StringBuilder" or "System.Linq.ImmutableArrayExtensions" => true,
            "System.Runtime.InteropServices.CollectionsMarshal" => true,
            "System.Collections.Generic.CollectionExtensions" => called.Name != "AsReadOnly",
            _ => type.Namespace is "System.Collections.Immutable" or "System.Collections.Frozen"
                || (type.Namespace == "System.Collections.Generic" && !type.IsNested && _types.Contains(type.Name)),
        };
    }

    /// <summary>Whether it changes what is passed first: a method for those who know how a collection works inside, or one that
    /// is called like a member of it.</summary>
    public static bool ChangesFirst(MethodReference called) => called.DeclaringType.FullName switch
    {
        "System.Runtime.InteropServices.CollectionsMarshal" => called.Name is "SetCount" or "GetValueRefOrAddDefault",
        "System.Collections.Generic.CollectionExtensions" => !IsRead(called) && called.Name != "GetValueOrDefault",
        _ => false,
    };

    private static bool IsOne(TypeReference type) => !type.IsNested && _types.Contains(type.Name)
        && (type.Namespace is "System.Collections.Generic" or "System.Collections" or "System.Collections.ObjectModel"
            or "System.Text");

    // A Hashtable promises that many may read it while one writes; who goes through it is not among them.
    private static bool IsSafeRead(TypeReference type, MethodReference called) => type.Name == "Hashtable"
        && (called.Name is "get_Item" or "Contains" or "ContainsKey");

    private static bool IsDeferred(TypeReference type) =>
        type.GetElementType().FullName is "System.Collections.Generic.IEnumerable`1"
        or "System.Linq.IOrderedEnumerable`1" or "System.Collections.IEnumerable";

    public static bool IsRead(MethodReference called) => Array.Exists(_reads, start =>
        called.Name.StartsWith(start, StringComparison.Ordinal));
}
