// Code that only helps the platform along, and decides nothing: what it looks at, such as how busy the pool's threads are, is
// nothing that the explorer has. A library marks such a method with an attribute of its own called NotExploredAttribute.
//
// Whoever marks a method of the test's own assembly is told so in the verdict: it says nothing of what that method does.
//
//   I1  Only methods that return nothing and take nothing can be left out: nobody can miss a result.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Methods that do nothing while they are explored, because they say so.</summary>
internal static class LeftOut
{
    private const string Mark = "NotExploredAttribute";

    /// <summary>Empties those of the module.</summary>
    /// <returns>Which they were.</returns>
    /// <exception cref="ProgramException">One returns or takes something.</exception>
    public static IReadOnlyList<string> From(ModuleDefinition module)
    {
        if (!module.GetTypes().Any(type => type.Name == Mark)) return []; // it has no such attribute
        var names = new List<string>();
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods).Where(IsMarked))
        {
            if (method.HasParameters || method.ReturnType.FullName != "System.Void" || !method.HasBody)
                throw new ProgramException($"{method.DeclaringType.Name}.{method.Name} is not to be explored, and cannot be left "
                    + "out: it returns or takes something.");
            method.Body = new MethodBody(method);
            method.Body.GetILProcessor().Emit(OpCodes.Ret);
            method.DebugInformation.SequencePoints.Clear();
            method.DebugInformation.Scope = null;
            names.Add($"{method.DeclaringType.Name}.{method.Name}");
        }
        return names;
    }

    private static bool IsMarked(MethodDefinition method) => method.HasCustomAttributes
        && method.CustomAttributes.Any(attribute => attribute.AttributeType is TypeDefinition { Name: Mark });
}
