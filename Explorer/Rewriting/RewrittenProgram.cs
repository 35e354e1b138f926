using System.Reflection;
using System.Runtime.Loader;

namespace Workbook.Explorer.Rewriting;

/// <summary>A rewritten assembly, loaded beside the original one, and given back with it when nobody refers to it any more.</summary>
internal sealed class RewrittenProgram
{
    private readonly Context _context;

    public RewrittenProgram(byte[] assembly, byte[]? symbols, string? directory)
    {
        var (rewritten, newSymbols) = AssemblyRewriter.Rewrite(assembly, symbols, Sites, directory);
        _context = new Context(directory);
        Assembly = newSymbols is null
            ? _context.LoadFromStream(new MemoryStream(rewritten))
            : _context.LoadFromStream(new MemoryStream(rewritten), new MemoryStream(newSymbols));
    }

    public SourceMap Sites { get; } = new();

    public Assembly Assembly { get; }

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
