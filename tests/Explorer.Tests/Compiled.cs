using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Workbook.Explorer.Rewriting;

namespace Workbook.Explorer.Tests;

/// <summary>A C# snippet, compiled and rewritten.</summary>
internal static class Compiled
{
    private static readonly MetadataReference[] _platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "mscorlib.dll" or "netstandard.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private const string Usings = "using System; using System.Collections.Generic; using System.Linq; using System.Threading;\n";

    /// <summary>The static method <c>Test</c> of the class <c>Program</c>.</summary>
    public static Action Test(string members, bool optimize = false, bool symbols = true)
    {
        var program = Program(Usings + $"public static class Program {{\n{members}\n}}", ("Program", "Test"), optimize, symbols);
        return program.Assembly.GetType("Program")!.GetMethod("Test", BindingFlags.Static | BindingFlags.Public)!.CreateDelegate<Action>();
    }

    public static RewrittenProgram Program(string source, (string, string)? test, bool optimize = false, bool symbols = true, string path = "Snippet.cs")
    {
        var compilation = CSharpCompilation.Create("snippet", [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest), path, System.Text.Encoding.UTF8)], _platform,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, optimizationLevel: optimize ? OptimizationLevel.Release : OptimizationLevel.Debug));
        var assembly = new MemoryStream();
        var pdb = new MemoryStream();
        var result = compilation.Emit(assembly, symbols ? pdb : null, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return new RewrittenProgram(assembly.ToArray(), symbols ? pdb.ToArray() : null, directory: null, test);
    }
}
