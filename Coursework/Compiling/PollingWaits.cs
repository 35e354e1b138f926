// A wait that is over after ten milliseconds, in a loop that looks and waits again, is a sleep in disguise:
//
//      while (!_isSet) Monitor.Wait(_monitor, 10);
//
// Nobody has to wake it, and nobody sees when nobody does. A wait whose time comes from outside is a time-out, and no polling.

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Coursework.Compiling;

/// <summary>Finds waits in loops that are over after a time that stands in the code.</summary>
internal static class PollingWaits
{
    private static readonly string[] _waits = ["Wait", "WaitOne", "WaitAny", "WaitAll", "TryEnter", "TryAcquire", "TryTake",
        "Join", "SignalAndWait"];

    public static IEnumerable<(SyntaxNode Node, string Text)> In(SyntaxTree answer, SemanticModel model) =>
        from call in answer.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
        where call.Ancestors().TakeWhile(node => node is not MemberDeclarationSyntax).Any(IsLoop)
        where model.GetSymbolInfo(call).Symbol is IMethodSymbol method && _waits.Contains(method.Name)
            && IsOfThreading(method.ContainingType)
        where call.ArgumentList.Arguments.Any(argument => IsFixedTime(argument.Expression, model))
        select ((SyntaxNode)call, $"waits for a fixed time in a loop: {call}");

    private static bool IsLoop(SyntaxNode node) =>
        node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax;

    private static bool IsOfThreading(INamedTypeSymbol type) => type.ContainingNamespace.ToDisplayString() is var space
        && (space == "System.Threading" || space.StartsWith("Workbook.Concurrency.", StringComparison.Ordinal));

    // 10, or TimeSpan.FromMilliseconds(10): not 0, which does not wait, and not -1, which waits until it is woken.
    private static bool IsFixedTime(ExpressionSyntax time, SemanticModel model)
    {
        var type = model.GetTypeInfo(time).ConvertedType?.ToDisplayString();
        if (type is "int" && model.GetConstantValue(time).Value is int milliseconds) return milliseconds > 0;
        return type is "System.TimeSpan" && time is InvocationExpressionSyntax { ArgumentList.Arguments: [var amount] }
            && model.GetConstantValue(amount.Expression).Value is not (null or 0 or 0L or 0.0);
    }
}
