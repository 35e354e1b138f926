using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Rewriting;

namespace Workbook.Explorer.Tests;

/// <summary>A C# snippet, compiled and rewritten.</summary>
internal static class Compiled
{
    private static readonly MetadataReference[] _platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public const string Usings = "using System; using System.Collections.Generic; using System.Linq; using System.Threading; "
        + "using System.Threading.Tasks;\n";

    /// <summary>The static method <c>Test</c> of the class <c>Program</c>, async or not.</summary>
    public static Action Test(string members, bool optimize = false, bool symbols = true)
    {
        var program = Program(Usings + $"public static class Program {{\n{members}\n}}", ("Program", "Test"), optimize, symbols);
        return AsyncTest.Of(program.Assembly.GetType("Program")!.GetMethod("Test", BindingFlags.Static | BindingFlags.Public)!, null);
    }

    public static RewrittenProgram Program(string source, (string, string)? test, bool optimize = false, bool symbols = true, string path = "Snippet.cs")
    {
        var (assembly, pdb) = Compile(source, "snippet", path, optimize, []);
        return new RewrittenProgram(assembly, symbols ? pdb : null, directory: null, test);
    }

    /// <summary>Compiles into a file with symbols beside it.</summary>
    /// <returns>The path of the assembly.</returns>
    public static string Emit(string source, string name, string directory, params string[] references)
    {
        var (assembly, pdb) = Compile(source, name, $"{name}.cs", optimize: false, references);
        var path = Path.Combine(directory, $"{name}.dll");
        File.WriteAllBytes(path, assembly);
        File.WriteAllBytes(Path.ChangeExtension(path, ".pdb"), pdb);
        return path;
    }

    public static (byte[] Assembly, byte[] Symbols) Compile(string source, string name, string file, bool optimize, IEnumerable<string> references, bool embedded = false)
    {
        var tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest), file, System.Text.Encoding.UTF8);
        var level = optimize ? OptimizationLevel.Release : OptimizationLevel.Debug;
        var compilation = CSharpCompilation.Create(name, [tree], [.. _platform, .. references.Select(path => MetadataReference.CreateFromFile(path))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, optimizationLevel: level));
        var assembly = new MemoryStream();
        var pdb = new MemoryStream();
        var result = compilation.Emit(assembly, embedded ? null : pdb,
            options: new EmitOptions(debugInformationFormat: embedded ? DebugInformationFormat.Embedded : DebugInformationFormat.PortablePdb));
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return (assembly.ToArray(), pdb.ToArray());
    }
}
