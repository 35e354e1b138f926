using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Makes of an assembly the same assembly under the explorer's control.</summary>
internal static class AssemblyRewriter
{
    /// <summary>Rewrites one assembly.</summary>
    /// <param name="module">A copy for this alone.</param>
    /// <param name="sites">Receives the places of its accesses.</param>
    /// <returns>The bytes of the new one and of its symbols; no symbols if it had none.</returns>
    public static (byte[] Assembly, byte[]? Symbols) Rewrite(ModuleDefinition module, SiteSection sites)
    {
        MemberSwap.Apply(module);
        new AccessMarks(module, sites).Apply();
        new StaticFieldReset(module).Apply();
        TypeSwap.Apply(module);
        LeaveOutNativeCode(module);

        var written = new MemoryStream();
        var symbols = module.HasSymbols ? new MemoryStream() : null;
        var writing = new WriterParameters();
        if (symbols is not null)
        {
            writing.WriteSymbols = true;
            writing.SymbolStream = symbols;
            writing.SymbolWriterProvider = new PortablePdbWriterProvider();
        }
        module.Write(written, writing);
        return (written.ToArray(), symbols?.ToArray());
    }

    /// <summary>Code that was compiled ahead of time is not copied: what is written will be IL only, whatever was read.</summary>
    public static void LeaveOutNativeCode(ModuleDefinition module)
    {
        if ((module.Attributes & ModuleAttributes.ILLibrary) == 0) return;
        module.Attributes = (module.Attributes | ModuleAttributes.ILOnly) & ~ModuleAttributes.ILLibrary;
        module.Architecture = TargetArchitecture.I386; // which stands for any
    }
}
