using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Coursework.Compiling;

/// <summary>What a check forbids, wherever a candidate's own file refers to it.</summary>
internal static class CodeRules
{
    private static readonly string[] _polling =
    [
        "System.Threading.Thread.Sleep", "System.Threading.Thread.Yield", "System.Threading.Thread.SpinWait",
        "System.Threading.SpinWait",
        "System.Threading.SpinLock", "System.Threading.Tasks.Task.Delay",
    ];

    private static readonly string[] _outside =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.FileInfo", "System.IO.DirectoryInfo", "System.IO.FileStream",
        "System.IO.StreamReader", "System.IO.StreamWriter", "System.Diagnostics.Process", "System.Net.*",
        "System.Environment.Exit", "System.Environment.FailFast",
    ];

    /// <summary>What of it the candidate uses, and where: <c>TicketOffice.cs:21 uses Thread.Sleep</c>; each line once.</summary>
    public static IEnumerable<string> Offences(CheckInfo check, SyntaxTree answer, SemanticModel model)
    {
        var forbidden = check.Kind switch
        {
            CheckKind.NeverPolls => _polling,
            CheckKind.Without => check.Forbidden,
            _ => [],
        };
        if (forbidden.Count == 0) return [];
        var offences = Found(forbidden, answer, model).Select(use => (use.Line, Text: $"uses {use.Shown}"));
        if (check.Kind == CheckKind.NeverPolls)
            offences = offences.Concat(PollingWaits.In(answer, model).Select(wait => (Line(wait.Node), wait.Text)));
        return offences.OrderBy(offence => offence.Line)
            .Select(offence => $"{Path.GetFileName(answer.FilePath)}:{offence.Line} {offence.Text}").Distinct();
    }

    /// <summary>What reaches beyond the process although the explorer lets it: <c>File.Delete, Counter.cs:12</c>; each line
    /// once.</summary>
    public static IEnumerable<string> Outside(SyntaxTree answer, SemanticModel model) =>
        Found(_outside, answer, model).Select(use => $"{use.Shown}, {Path.GetFileName(answer.FilePath)}:{use.Line}");

    // Of a type and its member on one line, the member is told.
    private static IEnumerable<(int Line, string Shown)> Found(IReadOnlyList<string> forbidden, SyntaxTree answer,
        SemanticModel model)
    {
        var uses = Uses(answer, model).Where(use => forbidden.Any(name => Covers(name, use.Name)))
            .Select(use => (use.Line, use.Shown)).Distinct().ToList();
        bool IsToldWithMember((int Line, string Shown) use) =>
            uses.Exists(other => other.Line == use.Line && other.Shown.StartsWith($"{use.Shown}.", StringComparison.Ordinal));
        return uses.Where(use => !IsToldWithMember(use)).OrderBy(use => use.Line);
    }

    private static IEnumerable<(string Name, string Shown, int Line)> Uses(SyntaxTree answer, SemanticModel model)
    {
        foreach (var node in answer.GetRoot().DescendantNodes())
        {
            if (node is LockStatementSyntax) yield return ("lock", "the lock statement", Line(node));
            if (node is not SimpleNameSyntax and not ImplicitObjectCreationExpressionSyntax) continue;
            var symbol = model.GetSymbolInfo(node).Symbol;
            if (symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor) symbol = constructor.ContainingType;
            if (symbol is INamedTypeSymbol type) yield return (NameOf(type), type.Name, Line(node));
            else if (symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol
                && symbol.ContainingType is { } owner)
                yield return ($"{NameOf(owner)}.{symbol.Name}", $"{owner.Name}.{symbol.Name}", Line(node));
        }
    }

    private static string NameOf(INamedTypeSymbol type) => type.ContainingNamespace is { IsGlobalNamespace: false } space
        ? $"{space.ToDisplayString()}.{type.Name}" : type.Name;

    // A type covers its members, Namespace.* all that is in it.
    private static bool Covers(string forbidden, string used) => forbidden.EndsWith(".*", StringComparison.Ordinal)
        ? used.StartsWith(forbidden[..^1], StringComparison.Ordinal)
        : used == forbidden || used.StartsWith($"{forbidden}.", StringComparison.Ordinal);

    private static int Line(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
