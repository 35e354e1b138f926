using System.Reflection;
using System.Runtime.Loader;

namespace Workbook.Ipc.Processes;

/// <summary>Loads the program of the parent into a child, with what it depends on.</summary>
internal static class ChildAssemblies
{
    /// <summary>The assembly in that file. What it refers to is looked for beside it, then where its <c>.deps.json</c> says.</summary>
    public static Assembly Load(string path)
    {
        var resolver = new Lazy<AssemblyDependencyResolver>(() => new AssemblyDependencyResolver(path));
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            var beside = Path.Combine(Path.GetDirectoryName(path)!, $"{name.Name}.dll");
            if (File.Exists(beside)) return context.LoadFromAssemblyPath(beside);
            return resolver.Value.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
        };
        return Path.GetFullPath(path) == typeof(ChildAssemblies).Assembly.Location
            ? typeof(ChildAssemblies).Assembly
            : AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
    }
}
