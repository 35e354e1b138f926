using System.Reflection;
using System.Runtime.Loader;

namespace Workbook.Ipc.Processes;

/// <summary>Loads the program of the parent into a child, with what it depends on.</summary>
internal static class ChildAssemblies
{
    /// <summary>The assembly in that file. What it refers to is looked for beside it, then where its <c>.deps.json</c> says:
    /// both also for native libraries.</summary>
    public static Assembly Load(string path)
    {
        foreach (var loaded in AppDomain.CurrentDomain.GetAssemblies())
            if (!loaded.IsDynamic && loaded.Location == path) return loaded;

        var resolver = new Lazy<AssemblyDependencyResolver>(() => new AssemblyDependencyResolver(path)); // reads .deps.json: 5 ms
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            var beside = Path.Combine(Path.GetDirectoryName(path)!, $"{name.Name}.dll");
            if (File.Exists(beside)) return context.LoadFromAssemblyPath(beside);
            return resolver.Value.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
        };
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            resolver.Value.ResolveUnmanagedDllToPath(name) is { } found
                ? System.Runtime.InteropServices.NativeLibrary.Load(found) : 0;
        return AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
    }
}
