using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Makes of an assembly the same assembly under the explorer's control.</summary>
internal static class AssemblyRewriter
{
    /// <summary>Rewrites one assembly.</summary>
    /// <param name="assembly">Its bytes.</param>
    /// <param name="symbols">Its portable symbols; null: it works, without source lines.</param>
    /// <param name="sites">Receives the places of its accesses.</param>
    /// <param name="directory">Where what it refers to is looked for.</param>
    /// <param name="test">Where the test begins, by type and method; null: whatever is in the assembly is taken to be controlled.</param>
    /// <exception cref="RefusedException">The test reaches what is not controlled.</exception>
    /// <returns>The bytes of the new one and of its symbols.</returns>
    public static (byte[] Assembly, byte[]? Symbols) Rewrite(byte[] assembly, byte[]? symbols, SourceMap sites, string? directory,
        (string Type, string Method)? test)
    {
        using var resolver = new DefaultAssemblyResolver();
        if (directory is not null) resolver.AddSearchDirectory(directory);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        var reading = new ReaderParameters(ReadingMode.Immediate) { AssemblyResolver = resolver, ReadSymbols = symbols is not null };
        if (symbols is not null) reading.SymbolStream = new MemoryStream(symbols);
        if (symbols is not null) reading.SymbolReaderProvider = new PortablePdbReaderProvider();
        using var module = ModuleDefinition.ReadModule(new MemoryStream(assembly), reading);

        if (test is { } start)
        {
            var method = module.GetTypes().First(type => type.FullName.Replace('/', '+') == start.Type).Methods.First(method => method.Name == start.Method);
            if (new Refusals(module).ReachedFrom(method) is { Count: > 0 } uses) throw new RefusedException(uses);
        }
        MemberSwap.Apply(module);
        new AccessMarks(module, sites).Apply();
        TypeSwap.Apply(module);

        var written = new MemoryStream();
        var writtenSymbols = symbols is null ? null : new MemoryStream();
        var writing = new WriterParameters();
        if (writtenSymbols is not null)
        {
            writing.WriteSymbols = true;
            writing.SymbolStream = writtenSymbols;
            writing.SymbolWriterProvider = new PortablePdbWriterProvider();
        }
        module.Write(written, writing);
        return (written.ToArray(), writtenSymbols?.ToArray());
    }
}
