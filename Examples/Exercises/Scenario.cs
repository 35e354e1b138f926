using System.Diagnostics;
using System.Reflection;

namespace Workbook.Examples.Exercises;

/// <summary>A few threads that use an exercise's class, to be run under every interleaving: see
/// <see cref="ScenarioAttribute"/>.</summary>
[DebuggerDisplay("{Name,nq}")]
internal sealed class Scenario(MethodInfo method, ScenarioAttribute attribute)
{
    /// <summary>As the program calls it.</summary>
    public string Name => method.Name;

    /// <summary>What it shows, in a few words.</summary>
    public string Shows => attribute.Shows;

    /// <summary>Whether some interleaving of it fails on purpose.</summary>
    public bool Fails => attribute.Fails;

    /// <summary>The file of the program that holds it; empty if it has none.</summary>
    public string AssemblyPath => method.Module.Assembly.Location;

    /// <summary><c>Namespace.Type.Method</c>.</summary>
    public string FullName => $"{method.DeclaringType!.FullName}.{method.Name}";
}
