// A candidate is compiled twice if need be: by itself with what is given, for errors that are the learner's own; and with the
// checks, where an error means that a name or a signature is not what the checks call.

using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Workbook.Coursework.Catalogue;

namespace Workbook.Coursework.Compiling;

/// <summary>Compiles candidates together with the checks of their exercise, in memory.</summary>
/// <remarks>Any thread may call it. Same input, same bytes.</remarks>
public sealed class Compiler
{
    // What the SDK's projects have without saying so.
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly CSharpParseOptions _parsing = new(LanguageVersion.Latest, preprocessorSymbols: ["DEBUG", "TRACE"]);

    // What nearly every answer needs. The compiler looks into each assembly that it is given, and there are 160 of them.
    private static readonly string[] _usual =
    [
        "System.Private.CoreLib.dll", "System.Runtime.dll", "System.Collections.dll", "System.Collections.Concurrent.dll",
        "System.Console.dll",
        "System.Linq.dll", "System.Memory.dll", "System.Net.Http.dll", "System.Threading.dll", "System.Threading.Thread.dll",
        "System.Threading.Tasks.dll", "System.Diagnostics.Debug.dll",
    ];

    private readonly Lazy<IReadOnlyList<MetadataReference>> _few, _all;

    /// <param name="libraries">Files of assemblies that a candidate may use beside the platform's.</param>
    public Compiler(IReadOnlyList<string> libraries)
    {
        _few = new(() => [.. References(libraries, name => _usual.Contains(name))]);
        _all = new(() => [.. References(libraries, _ => true)]);
    }

    /// <summary>Does now what the first compilation would have to do as well: loads the compiler and the assemblies that are
    /// usual. Blocks for about half a second.</summary>
    public void Prepare()
    {
        const string Small = "namespace N; public sealed class C(int n) { readonly object _l = new(); int _n = n; List<int> _s = [];"
            + "public bool M(string s) { lock (_l) { if (_n > 3) return false; _s.Add(_n++); } return s.Length > 0; } }";
        SourceFile[] files = [new("Prepared.cs", Small), new("Usings.cs", Usings)];
        Emit(Create("Prepared", files.Select(Parse), _few.Value));
    }

    /// <summary>Compiles a candidate with the checks.</summary>
    public Compiled Compile(Assignment assignment, SourceFile candidate)
    {
        var quick = Compile(assignment, candidate, _few.Value);
        return quick.Errors.Count == 0 ? quick : Compile(assignment, candidate, _all.Value); // it may only lack an assembly
    }

    private static Compiled Compile(Assignment assignment, SourceFile candidate, IReadOnlyList<MetadataReference> references)
    {
        var name = $"Checked{assignment.Number}";
        var answer = Parse(candidate);
        var checks = Parse(assignment.Check);
        SyntaxTree[] given = [.. assignment.Given.Select(Parse),
            CSharpSyntaxTree.ParseText(Usings, _parsing, "Usings.cs", Encoding.UTF8)];

        // The answer comes last: where a name is there twice, the compiler complains about the second.
        var whole = Create(name, [checks, .. given, .. assignment.Support.Select(Parse), answer], references);
        var (emitted, assembly, symbols) = Emit(whole);
        if (!emitted.Success)
        {
            // The learner's own errors first: what the checks then lack may only follow from them.
            var own = Errors(Create(name, [.. given, answer], references).GetDiagnostics());
            return new Compiled
            {
                Errors = own.Count > 0 ? [.. own.Select(OwnError).Distinct()]
                    : Mismatch.Tell(Errors(whole.GetDiagnostics()), assignment),
            };
        }

        var declared = CheckReader.Read(whole, checks);
        var model = whole.GetSemanticModel(answer);
        return new Compiled
        {
            Assembly = assembly,
            Symbols = symbols,
            Checks = declared,
            Offences = [.. declared.SelectMany(check =>
                CodeRules.Offences(check, answer, model).Select(seen => (check.Name, seen)))],
            Refused = [.. CodeRules.Outside(answer, model)],
            Remarks = Compiling.Remarks.Of(answer, model,
                emitted.Diagnostics.Where(diagnostic => diagnostic.Location.SourceTree == answer)),
        };
    }

    /// <summary>Compiles a few files by themselves.</summary>
    /// <param name="name">What the assembly is called.</param>
    /// <param name="files">The sources. Where one declares a type that a library has too, the one of the source is meant.</param>
    public Compiled Compile(string name, IEnumerable<SourceFile> files)
    {
        var trees = files.Select(Parse).Append(CSharpSyntaxTree.ParseText(Usings, _parsing, "Usings.cs", Encoding.UTF8));
        var (emitted, assembly, symbols) = Emit(Create(name, trees, _all.Value));
        return emitted.Success ? new Compiled { Assembly = assembly, Symbols = symbols }
            : new Compiled { Errors = [.. Errors(emitted.Diagnostics).Select(OwnError)] };
    }

    private static CSharpCompilation Create(string name, IEnumerable<SyntaxTree> trees,
        IReadOnlyList<MetadataReference> references) =>
        CSharpCompilation.Create(name, trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Debug, nullableContextOptions: NullableContextOptions.Enable,
            deterministic: true, allowUnsafe: true));

    private static (EmitResult Result, byte[] Assembly, byte[] Symbols) Emit(CSharpCompilation compilation)
    {
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(assembly, symbols,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        return (result, assembly.ToArray(), symbols.ToArray());
    }

    private static SyntaxTree Parse(SourceFile file) =>
        CSharpSyntaxTree.ParseText(SourceText.From(file.Text, Encoding.UTF8), _parsing, file.Path);

    private static List<Diagnostic> Errors(ImmutableArray<Diagnostic> diagnostics)
    {
        List<Diagnostic> errors =
        [
            .. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start),
        ];
        var twice = errors.FindAll(error => error.Id == "CS0101");
        return twice.Count > 0 ? twice : errors; // that its members are there twice as well only follows
    }

    private static CompileError OwnError(Diagnostic error)
    {
        var place = error.Location.GetLineSpan();
        var (line, column) = (place.StartLinePosition.Line, place.StartLinePosition.Character);
        var text = error.Location.SourceTree?.GetText().Lines[line].ToString() ?? "";
        var end = place.EndLinePosition.Line == line ? place.EndLinePosition.Character : text.Length;
        return new CompileError(place.Path, line + 1, column + 1, Math.Max(1, end - column), error.Id, Message(error), text,
            CompileHelp.For(error.Id));
    }

    private static string Message(Diagnostic error) => error.GetMessage(System.Globalization.CultureInfo.InvariantCulture);

    // Those that the platform itself runs with. A name in none of them is a misspelt one.
    private static IEnumerable<MetadataReference> References(IReadOnlyList<string> libraries, Func<string, bool> isWanted) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && name.StartsWith("System.", StringComparison.Ordinal)
                && name is not "System.CommandLine.dll" && isWanted(name)) // which is this program's own
            .Concat(libraries)
            .Select(path => MetadataReference.CreateFromFile(path));
}
