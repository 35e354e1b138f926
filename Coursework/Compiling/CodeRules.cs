using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Coursework.Compiling;

/// <summary>What a check forbids, wherever a candidate's own file refers to it.</summary>
internal static class CodeRules
{
    private static readonly string[] _polling =
    [
        "System.Threading.Thread.Sleep", "System.Threading.Thread.Yield", "System.Threading.Thread.SpinWait", "System.Threading.SpinWait",
        "System.Threading.SpinLock", "System.Threading.Tasks.Task.Delay",
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
        var offences = Uses(answer, model).Where(use => forbidden.Any(name => Covers(name, use.Name)))
            .Select(use => (use.Node, Text: $"uses {Short(use.Name)}"));
        if (check.Kind == CheckKind.NeverPolls) offences = offences.Concat(PollingWaits.In(answer, model));
        return offences.OrderBy(offence => offence.Node.SpanStart)
            .Select(offence => $"{Path.GetFileName(answer.FilePath)}:{Line(offence.Node)} {offence.Text}").Distinct();
    }

    private static IEnumerable<(string Name, SyntaxNode Node)> Uses(SyntaxTree answer, SemanticModel model)
    {
        foreach (var node in answer.GetRoot().DescendantNodes())
        {
            if (node is LockStatementSyntax) yield return ("lock", node);
            if (node is not SimpleNameSyntax and not ImplicitObjectCreationExpressionSyntax) continue;
            var symbol = model.GetSymbolInfo(node).Symbol;
            if (symbol is INamespaceSymbol or null) continue;
            if (symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor) symbol = constructor.ContainingType;
            if (symbol is IParameterSymbol or ILocalSymbol or IRangeVariableSymbol) continue;
            if (symbol is INamedTypeSymbol type) yield return (NameOf(type), node);
            else if (symbol.ContainingType is { } owner) yield return ($"{NameOf(owner)}.{symbol.Name}", node);
        }
    }

    private static string NameOf(INamedTypeSymbol type) => type.ContainingNamespace is { IsGlobalNamespace: false } space
        ? $"{space.ToDisplayString()}.{type.Name}" : type.Name;

    // A type covers its members, Namespace.* all that is in it.
    private static bool Covers(string forbidden, string used) => forbidden.EndsWith(".*", StringComparison.Ordinal)
        ? used.StartsWith(forbidden[..^1], StringComparison.Ordinal)
        : used == forbidden || used.StartsWith($"{forbidden}.", StringComparison.Ordinal);

    private static int Line(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    // System.Threading.Thread.Sleep is Thread.Sleep to a reader.
    private static string Short(string name) => name switch
    {
        "lock" => "the lock statement",
        _ => string.Join('.', name.Split('.').SkipWhile((part, index) => index < name.Split('.').Length - 2)) is var two
            && (name.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal) || name.Split('.').Length > 3) ? two : name.Split('.')[^1],
    };
}
