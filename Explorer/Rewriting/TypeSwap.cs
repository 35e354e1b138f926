// Types are swapped where the metadata names them, once for the whole assembly:
//
//      type reference  [System.Threading] System.Threading.Monitor   ->   [Workbook.Explorer] Workbook.Explorer.Controlled.Monitor
//
// Every local, field, parameter, base type and call refers to that row, and follows.

using System.Reflection;
using Mono.Cecil;
using Workbook.Explorer.Controlled;

namespace Workbook.Explorer.Rewriting;

/// <summary>Puts the controlled types in the place of the platform's.</summary>
internal static class TypeSwap
{
    private static readonly Assembly _explorer = typeof(TypeSwap).Assembly;

    private static readonly HashSet<string> _replaced =
    [
        .. _explorer.GetTypes().Select(type => type.GetCustomAttributes<ReplacesAttribute>().FirstOrDefault()?.Platform.FullName).OfType<string>(),
    ];

    public static bool IsReplaced(string fullName) => _replaced.Contains(fullName);

    /// <summary>Whether it is a member of a type that is replaced, and the one in its place does not have it yet.</summary>
    public static bool Lacks(MethodReference member)
    {
        var type = member.DeclaringType.GetElementType();
        if (!IsReplaced(type.FullName)) return false;
        var controlled = _explorer.GetType($"{typeof(Marks).Namespace}.{type.Name}", throwOnError: true)!;
        return !controlled.GetMembers().OfType<MethodBase>().Any(candidate =>
            candidate.Name == member.Name && candidate.GetParameters().Length == member.Parameters.Count);
    }

    public static void Apply(ModuleDefinition module)
    {
        AssemblyNameReference? explorer = null;
        foreach (var reference in module.GetTypeReferences())
        {
            if (reference.DeclaringType is not null || !IsReplaced(reference.FullName)) continue;
            explorer ??= Reference(module);
            reference.Scope = explorer;
            reference.Namespace = typeof(Marks).Namespace;
        }
    }

    /// <summary>The row that names this library, made if it is not there.</summary>
    public static AssemblyNameReference Reference(ModuleDefinition module)
    {
        var name = _explorer.GetName();
        if (module.AssemblyReferences.FirstOrDefault(reference => reference.Name == name.Name) is { } existing) return existing;
        var added = new AssemblyNameReference(name.Name, name.Version);
        module.AssemblyReferences.Add(added);
        return added;
    }
}
