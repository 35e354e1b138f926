using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Workbook.Explorer.Rewriting;

/// <summary>One assembly of a program, as its compiler made it.</summary>
/// <param name="index">Its number in the program, the same for the same program: what its sites are numbered by.</param>
/// <param name="bytes">The file.</param>
/// <param name="symbols">Its portable symbols, if they are a file of their own; null: within it, or there are none.</param>
/// <param name="resolver">Finds what it refers to.</param>
internal sealed class ProgramAssembly(int index, byte[] bytes, byte[]? symbols, IAssemblyResolver resolver)
{
    private ModuleDefinition? _original;

    public int Index { get; } = index;

    /// <summary>To be looked through, and never changed.</summary>
    public ModuleDefinition Original => _original ??= Read();

    /// <summary>A copy of its own for whoever changes it.</summary>
    public ModuleDefinition Read()
    {
        var hasSymbols = symbols is not null;
        try { return Read(symbols is null ? null : new PortablePdbReaderProvider()); }
        catch (Exception e) when (hasSymbols && e is SymbolsNotMatchingException or SymbolsNotFoundException or BadImageFormatException) { return Read(null); }
    }

    private ModuleDefinition Read(ISymbolReaderProvider? provider)
    {
        var reading = new ReaderParameters(ReadingMode.Deferred) { AssemblyResolver = resolver };
        if (provider is not null)
        {
            reading.ReadSymbols = true;
            reading.SymbolReaderProvider = provider;
            reading.SymbolStream = new MemoryStream(symbols!);
        }
        var module = ModuleDefinition.ReadModule(new MemoryStream(bytes), reading);
        if (provider is null && module.HasDebugHeader && module.GetDebugHeader().Entries.Any(entry => entry.Directory.Type == ImageDebugType.EmbeddedPortablePdb))
            module.ReadSymbols(new EmbeddedPortablePdbReaderProvider().GetSymbolReader(module, "embedded"));
        return module;
    }
}
