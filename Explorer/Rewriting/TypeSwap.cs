// Types are swapped where the metadata names them, once for the whole assembly:
//
//      type reference  [System.Threading] System.Threading.Monitor
//                  ->  [Workbook.Explorer] Workbook.Explorer.Controlled.Monitor
//
// Every local, field, parameter, base type and call refers to that row, and follows.

using System.Collections.Concurrent;
using System.Reflection;
using Mono.Cecil;
using Workbook.Explorer.Controlled;

namespace Workbook.Explorer.Rewriting;

/// <summary>Puts the controlled types in the place of the platform's.</summary>
internal static class TypeSwap
{
    private const BindingFlags Everything = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public
        | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;

    private static readonly Assembly _explorer = typeof(TypeSwap).Assembly;

    // Controlled types by the names of the platform's; a nested type is within the one that it is nested in.
    private static readonly Dictionary<string, Type> _controlled = _explorer.GetTypes()
        .Select(type => (type, platform: type.GetCustomAttribute<ReplacesAttribute>(inherit: false)?.Platform))
        .Where(pair => pair.platform is not null)
        .ToDictionary(pair => pair.platform!.FullName!, pair => pair.type);

    private static readonly ConcurrentDictionary<Type, HashSet<string>> _members = new();

    public static bool IsReplaced(string fullName) => _controlled.ContainsKey(fullName);

    /// <summary>The name of the platform's type that a controlled one replaces; its own name if it replaces none.</summary>
    public static string? PlatformOf(Type controlled)
    {
        if (controlled.DeclaringType is { } outer) return $"{PlatformOf(outer)}+{controlled.Name}";
        return controlled.GetCustomAttribute<ReplacesAttribute>(inherit: false)?.Platform.FullName ?? controlled.FullName;
    }

    /// <summary>Whether it is a member of a type that is replaced, and the one in its place does not have it yet.</summary>
    public static bool Lacks(MethodReference member)
    {
        if (ControlledOf(member.DeclaringType.GetElementType()) is not { } controlled) return false;
        var members = _members.GetOrAdd(controlled, static type =>
        [
            .. type.GetMembers(Everything).OfType<MethodBase>()
                .Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
                .Select(Signatures.Of),
        ]);
        return !members.Contains(Signatures.Of(member));
    }

    /// <summary>Whether a type that is replaced stands in the member's signature; if the member is not replaced itself, it
    /// expects another.</summary>
    public static bool IsMentionedIn(MethodReference member) =>
        IsMentionedIn(member.ReturnType) || member.Parameters.Any(parameter => IsMentionedIn(parameter.ParameterType));

    private static bool IsMentionedIn(TypeReference type) => type switch
    {
        GenericInstanceType instance => IsReplaced(instance.ElementType.FullName) || instance.GenericArguments.Any(IsMentionedIn),
        TypeSpecification specification => IsMentionedIn(specification.ElementType),
        _ => ControlledOf(type) is not null,
    };

    private static Type? ControlledOf(TypeReference type) => type.DeclaringType is { } outer
        ? ControlledOf(outer)?.GetNestedType(type.Name, Everything)
        : _controlled.GetValueOrDefault(type.FullName);

    public static void Apply(ModuleDefinition module)
    {
        AssemblyNameReference? explorer = null;
        foreach (var reference in module.GetTypeReferences())
        {
            if (reference.DeclaringType is not null || !IsReplaced(reference.FullName)) continue;
            explorer ??= Reference(module);
            (reference.Namespace, reference.Scope) = (_controlled[reference.FullName].Namespace, explorer);
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
