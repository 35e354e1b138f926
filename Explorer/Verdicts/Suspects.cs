using System.Reflection;
using System.Reflection.Metadata;

namespace Workbook.Explorer.Verdicts;

/// <summary>Finds what a program calls that may do something else each time.</summary>
internal static class Suspects
{
    private const int Most = 5;

    private static readonly HashSet<string> _types =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.StreamReader",
        "System.GC", "System.WeakReference", "System.WeakReference`1", "System.Diagnostics.Process", "System.AppContext",
        "System.Security.Cryptography.RandomNumberGenerator",
        "System.Runtime.CompilerServices.RuntimeHelpers", "System.HashCode",
        "System.Runtime.CompilerServices.ConditionalWeakTable`2", "System.AppDomain",
    ];

    private static readonly HashSet<string> _members =
    [
        "System.Environment.GetEnvironmentVariable", "System.Environment.get_ProcessId",
        "System.Environment.get_StackTrace", "System.Environment.get_WorkingSet",
        "System.Console.ReadLine", "System.Console.Read", "System.Object.GetHashCode", "System.String.GetHashCode",
    ];

    /// <summary>Calls that stand somewhere in the assembly, in the order of the alphabet, and no more than a few.</summary>
    public static unsafe IReadOnlyList<string> In(Assembly assembly)
    {
        if (!assembly.TryGetRawMetadata(out var blob, out var length)) return [];
        var reader = new MetadataReader(blob, length);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference) continue;
            var type = reader.GetTypeReference((TypeReferenceHandle)member.Parent);
            var typeName = $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
            var name = reader.GetString(member.Name);
            // RuntimeHelpers has much that the compiler calls; of it only the hash code of an object is another one each time.
            if (typeName == "System.Runtime.CompilerServices.RuntimeHelpers" && name != "GetHashCode") continue;
            if (_types.Contains(typeName) || _members.Contains($"{typeName}.{name}"))
                found.Add($"{typeName}.{name}".Replace("get_", "", StringComparison.Ordinal));
        }
        return [.. found.Take(Most)];
    }
}
