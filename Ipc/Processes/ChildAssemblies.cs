using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Workbook.Ipc.Processes;

/// <summary>Loads the program of the parent into a child, with what it depends on.</summary>
internal sealed class ChildAssemblies
{
    private readonly string _path;
    private AssemblyDependencyResolver? _resolver; // made when asked for: it reads .deps.json, 5 ms

    private ChildAssemblies(string path) => _path = path;

    private AssemblyDependencyResolver Resolver => _resolver ??= new AssemblyDependencyResolver(_path);

    /// <summary>The assembly in that file. What it refers to is looked for beside it, then where its <c>.deps.json</c> says:
    /// both also for native libraries.</summary>
    public static Assembly Load(string path)
    {
        foreach (var loaded in AppDomain.CurrentDomain.GetAssemblies())
            if (!loaded.IsDynamic && loaded.Location == path) return loaded;

        var program = new ChildAssemblies(path);
        AssemblyLoadContext.Default.Resolving += program.Resolve;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += program.ResolveNative;
        return AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
    }

    private Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        var beside = Path.Combine(Path.GetDirectoryName(_path)!, $"{name.Name}.dll");
        if (File.Exists(beside)) return context.LoadFromAssemblyPath(beside);
        return Resolver.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
    }

    private nint ResolveNative(Assembly from, string name) =>
        Resolver.ResolveUnmanagedDllToPath(name) is { } found ? NativeLibrary.Load(found) : 0;
}
