using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Workbook.Explorer.Rewriting;

/// <summary>One assembly of a program, as its compiler made it.</summary>
/// <param name="index">Its number in the program, the same for the same program: what its sites are numbered by.</param>
/// <param name="bytes">The file.</param>
/// <param name="symbols">The symbols beside it; null: there are none, or within it.</param>
/// <param name="resolver">Finds what it refers to.</param>
internal sealed class ProgramAssembly(int index, byte[] bytes, byte[]? symbols, IAssemblyResolver resolver)
{
    private ModuleDefinition? _original;

    public int Index { get; } = index;

    /// <summary>To be looked through, and never changed.</summary>
    /// <exception cref="ProgramException">It is no managed assembly.</exception>
    public ModuleDefinition Original => _original ??= Read();

    /// <summary>Null: it has symbols, and source lines with them.</summary>
    public string? WhyNoLines { get; private set; }

    /// <summary>The methods that are not to be explored, once it has been read.</summary>
    public IReadOnlyList<string> NotExplored { get; private set; } = [];

    /// <summary>A copy of its own for whoever changes it.</summary>
    public ModuleDefinition Read()
    {
        var module = Open();
        if ((module.Attributes & (ModuleAttributes.ILOnly | ModuleAttributes.ILLibrary)) == 0)
        {
            throw new ProgramException($"{module.Name} holds native code beside that of .NET, which cannot be controlled: "
                + "build it as IL only.");
        }
        if (HasSymbolsWithin(module))
            module.ReadSymbols(new EmbeddedPortablePdbReaderProvider().GetSymbolReader(module, "embedded"));
        else WhyNoLines = ReadSymbols(module);
        NotExplored = LeftOut.From(module);
        return module;
    }

    private static bool HasSymbolsWithin(ModuleDefinition module) => module.HasDebugHeader
        && module.GetDebugHeader().Entries.Any(entry => entry.Directory.Type == ImageDebugType.EmbeddedPortablePdb);

    private ModuleDefinition Open()
    {
        var reading = new ReaderParameters(ReadingMode.Deferred) { AssemblyResolver = resolver };
        try { return ModuleDefinition.ReadModule(new MemoryStream(bytes), reading); }
        catch (Exception e) when (e is BadImageFormatException or EndOfStreamException or ArgumentException
            or IndexOutOfRangeException)
        {
            throw new ProgramException("This is no .NET assembly: take the .dll that the C# compiler has made.", e);
        }
    }

    private string? ReadSymbols(ModuleDefinition module)
    {
        if (symbols is null) return "there is no .pdb beside it, and so its source lines are missing";
        if (!symbols.AsSpan().StartsWith("BSJB"u8))
            return "its .pdb is of the old kind of Windows; build with <DebugType>portable</DebugType> to see source lines";
        try
        {
            module.ReadSymbols(new PortablePdbReaderProvider().GetSymbolReader(module, new MemoryStream(symbols)));
            return null;
        }
        catch (Exception e) when (e is SymbolsNotMatchingException or SymbolsNotFoundException or BadImageFormatException
            or InvalidOperationException)
        {
            return "its .pdb is that of another build, and so its source lines are missing";
        }
    }
}
