using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Which method may answer which call: by name and number of parameters, which is more than may in truth.</summary>
internal static class VirtualMethods
{
    private static readonly HashSet<string> _none = [];

    public static string KeyOf(MethodReference method) => $"{LastPart(method.Name)}/{method.Parameters.Count}";

    /// <summary>The calls that the method answers: those of its name, and of what it implements explicitly.</summary>
    public static IEnumerable<string> KeysOf(MethodDefinition method) => method.Overrides.Select(KeyOf).Prepend(KeyOf(method));

    public static bool Answers(MethodDefinition method, string key) => (method.IsVirtual || method.IsStatic)
        && KeysOf(method).Contains(key);

    /// <summary>The virtual methods that the platform declares for the type, and so may call.</summary>
    /// <param name="type">A type of the program.</param>
    /// <param name="impossible">One that cannot be overridden in a rewritten type, since a controlled type would stand in its
    /// signature; null: none.</param>
    public static HashSet<string> OfPlatform(TypeDefinition type, out string? impossible)
    {
        impossible = null;
        HashSet<string>? keys = null;
        foreach (var declared in TypesAbove(type))
        {
            foreach (var method in declared.Methods)
            {
                if (!method.IsVirtual || method.IsFinal) continue;
                (keys ??= new(StringComparer.Ordinal)).Add(KeyOf(method));
                if (!TypeSwap.IsReplaced(declared.FullName) && TypeSwap.IsMentionedIn(method) && (declared.IsInterface
                    || type.Methods.Any(own => own.IsVirtual && KeysOf(own).Contains(KeyOf(method)))))
                    impossible = $"{declared.FullName}.{method.Name}";
            }
        }
        return keys ?? _none;
    }

    // Those of the platform: the first base that is not the program's with all above it, and all interfaces.
    private static IEnumerable<TypeDefinition> TypesAbove(TypeDefinition type)
    {
        for (var above = type; above is not null; above = above.BaseType?.Resolve())
        {
            if (IsOfPlatform(above)) yield return above;
            // Its interfaces are not the type's to implement, unless it names them.
            if (IsOfPlatform(above) && above != type) continue;
            foreach (var declared in above.Interfaces)
            {
                if (declared.InterfaceType.Resolve() is not { } found) continue;
                if (IsOfPlatform(found)) yield return found;
            }
        }
    }

    private static bool IsOfPlatform(TypeDefinition type) => PlatformAssemblies.Contains(type.Module.Assembly.Name.Name);

    private static string LastPart(string name) => name.LastIndexOf('.') is > 0 and var dot ? name[(dot + 1)..] : name;
}
