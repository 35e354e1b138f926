using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Workbook.Tests.Support.Snippets;

/// <summary>An assembly made of C# source, as a file in a directory of its own: what a user would hand to the explorer.</summary>
internal sealed class SnippetFile : IDisposable
{
    private const string Usings = "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading;\n";

    private static readonly MetadataReference[] _platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(System.IO.Path.PathSeparator)
            .Where(path => System.IO.Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <param name="source">Types; the usual namespaces are imported, and line 1 is the source's first.</param>
    /// <param name="hasSymbols">Whether a .pdb lies beside it.</param>
    /// <param name="name">Of the assembly.</param>
    public SnippetFile(string source, bool hasSymbols = true, string name = "Shop")
    {
        Path = System.IO.Path.Combine(Directory, $"{name}.dll");
        Build(source, hasSymbols);
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("workbook-snippet-").FullName;

    /// <summary>The assembly.</summary>
    public string Path { get; }

    /// <summary>Compiles it again, from other source.</summary>
    public void Build(string source, bool hasSymbols = true)
    {
        var tree = CSharpSyntaxTree.ParseText($"{Usings}#line 1\n{source}", new CSharpParseOptions(LanguageVersion.Latest), "/shop/Shop.cs", System.Text.Encoding.UTF8);
        var compilation = CSharpCompilation.Create(System.IO.Path.GetFileNameWithoutExtension(Path), [tree], _platform,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, deterministic: true));
        using var assembly = File.Create(Path);
        using var symbols = hasSymbols ? File.Create(System.IO.Path.ChangeExtension(Path, ".pdb")) : null;
        var result = compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
