using System.Reflection;
using System.Runtime.Loader;

namespace Workbook.Explorer.Rewriting;

/// <summary>Where the rewritten assemblies of one program are loaded; each on demand, once.</summary>
internal sealed class ProgramContext : AssemblyLoadContext
{
    private readonly Lock _lock = new(); // held while an assembly is looked for and loaded, so that none is loaded twice
    private readonly ProgramImage _image;
    private readonly string? _directory;

    public ProgramContext(ProgramImage image, string? directory) : base("explored", isCollectible: true)
    {
        (_image, _directory) = (image, directory);
        Resolving += FindBeside;
    }

    /// <summary>The assembly of the program with that name.</summary>
    public Assembly Load(string name)
    {
        lock (_lock)
        {
            foreach (var loaded in Assemblies)
            {
                if (loaded.GetName().Name == name) return loaded;
            }
            var (assembly, symbols) = _image.Rewritten(name);
            var made = LoadFromStream(new MemoryStream(assembly), symbols is null ? null : new MemoryStream(symbols));
            InitializedTypes.Share(made, Assemblies);
            return made;
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(ProgramContext).Assembly.GetName().Name) return typeof(ProgramContext).Assembly;
        return assemblyName.Name is { } name && _image.Contains(name) ? Load(name) : null;
    }

    // What is not rewritten and the process does not have.
    private Assembly? FindBeside(AssemblyLoadContext context, AssemblyName name)
    {
        var path = _directory is null ? null : Path.Combine(_directory, $"{name.Name}.dll");
        return path is not null && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
