using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Workbook.Explorer.Rewriting;

/// <summary>A rewritten assembly, loaded beside the original one, and given back with it when nobody refers to it any more.</summary>
internal sealed class RewrittenProgram
{
    private readonly Context _context;

    public RewrittenProgram(byte[] assembly, byte[]? symbols, string? directory, (string Type, string Method)? test)
    {
        var (rewritten, newSymbols) = AssemblyRewriter.Rewrite(assembly, symbols, Sites, directory, test);
        _context = new Context(directory);
        Assembly = newSymbols is null
            ? _context.LoadFromStream(new MemoryStream(rewritten))
            : _context.LoadFromStream(new MemoryStream(rewritten), new MemoryStream(newSymbols));
        InitializeTypes();
    }

    /// <summary>The assembly in that file, with the symbols beside it if they are there.</summary>
    public static RewrittenProgram FromFile(string path, (string Type, string Method)? test)
    {
        var symbols = Path.ChangeExtension(path, ".pdb");
        return new RewrittenProgram(File.ReadAllBytes(path), File.Exists(symbols) ? File.ReadAllBytes(symbols) : null, Path.GetDirectoryName(path), test);
    }

    public SourceMap Sites { get; } = new();

    public Assembly Assembly { get; }

    // Static fields get their first values now, and not in the middle of the first execution, which would be unlike all others then.
    private void InitializeTypes()
    {
        foreach (var type in Assembly.GetTypes())
        {
            if (type.TypeInitializer is null || type.ContainsGenericParameters) continue;
            try { RuntimeHelpers.RunClassConstructor(type.TypeHandle); }
            catch (TypeInitializationException) { } // it will be thrown again at the first use, where it belongs
        }
    }

    private sealed class Context(string? directory) : AssemblyLoadContext("explored", isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name == typeof(RewrittenProgram).Assembly.GetName().Name) return typeof(RewrittenProgram).Assembly;
            var beside = directory is null ? null : Path.Combine(directory, $"{assemblyName.Name}.dll");
            return beside is not null && File.Exists(beside) && !Default.Assemblies.Any(loaded => loaded.GetName().Name == assemblyName.Name)
                ? LoadFromAssemblyPath(beside)
                : null;
        }
    }
}
