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

    private readonly Lazy<IReadOnlyList<MetadataReference>> _references;

    /// <param name="libraries">Files of assemblies that a candidate may use beside the platform's.</param>
    public Compiler(IReadOnlyList<string> libraries) =>
        _references = new Lazy<IReadOnlyList<MetadataReference>>(() => [.. Platform(), .. libraries.Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>Compiles a candidate with the checks.</summary>
    public Compiled Compile(Assignment assignment, SourceFile candidate)
    {
        var name = $"Checked{assignment.Number}";
        var answer = Parse(candidate);
        var checks = Parse(assignment.Check);
        SyntaxTree[] given = [.. assignment.Given.Select(Parse), CSharpSyntaxTree.ParseText(Usings, _parsing, "Usings.cs", Encoding.UTF8)];

        // The answer comes last: where a name is there twice, the compiler complains about the second.
        var whole = Create(name, [checks, .. given, .. assignment.Support.Select(Parse), answer]);
        var errors = Errors(whole.GetDiagnostics());
        if (errors.Count > 0)
        {
            // The learner's own errors first: what the checks then lack may only follow from them.
            var own = Errors(Create(name, [.. given, answer]).GetDiagnostics());
            return new Compiled { Errors = own.Count > 0 ? [.. own.Select(OwnError).Distinct()] : Mismatch.Tell(errors, assignment) };
        }

        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = whole.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!emitted.Success) return new Compiled { Errors = [.. Errors(emitted.Diagnostics).Select(OwnError)] };

        var declared = CheckReader.Read(whole, checks);
        var model = whole.GetSemanticModel(answer);
        return new Compiled
        {
            Assembly = assembly.ToArray(),
            Symbols = symbols.ToArray(),
            Checks = declared,
            Offences = [.. declared.SelectMany(check => CodeRules.Offences(check, answer, model).Select(seen => (check.Name, seen)))],
            Refused = [.. CodeRules.Outside(answer, model)],
            Remarks = Compiling.Remarks.Of(answer, model, whole.GetDiagnostics().Where(diagnostic => diagnostic.Location.SourceTree == answer)),
        };
    }

    /// <summary>Compiles a few files by themselves.</summary>
    /// <param name="name">What the assembly is called.</param>
    /// <param name="files">The sources. Where one declares a type that a library has too, the one of the source is meant.</param>
    public Compiled Compile(string name, IEnumerable<SourceFile> files)
    {
        var whole = Create(name, [.. files.Select(Parse), CSharpSyntaxTree.ParseText(Usings, _parsing, "Usings.cs", Encoding.UTF8)]);
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = whole.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        return emitted.Success ? new Compiled { Assembly = assembly.ToArray(), Symbols = symbols.ToArray() }
            : new Compiled { Errors = [.. Errors(emitted.Diagnostics).Select(OwnError)] };
    }

    private CSharpCompilation Create(string name, IEnumerable<SyntaxTree> trees) => CSharpCompilation.Create(name, trees, _references.Value,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Debug,
            nullableContextOptions: NullableContextOptions.Enable, deterministic: true, allowUnsafe: true));

    private static SyntaxTree Parse(SourceFile file) => CSharpSyntaxTree.ParseText(SourceText.From(file.Text, Encoding.UTF8), _parsing, file.Path);

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
        return new CompileError(place.Path, line + 1, column + 1, Math.Max(1, end - column), error.Id, Message(error), text, CompileHelp.For(error.Id));
    }

    private static string Message(Diagnostic error) => error.GetMessage(System.Globalization.CultureInfo.InvariantCulture);

    // Those that the platform itself runs with. A name in none of them is a misspelt one.
    private static IEnumerable<MetadataReference> Platform() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name is "mscorlib.dll" or "netstandard.dll" || (name.StartsWith("System.", StringComparison.Ordinal) && !IsOurs(name))))
            .Select(path => MetadataReference.CreateFromFile(path));

    private static bool IsOurs(string name) => name is "System.CommandLine.dll";
}
