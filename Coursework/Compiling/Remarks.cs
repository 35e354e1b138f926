using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Coursework.Compiling;

/// <summary>What is worth a word in code that passes.</summary>
internal static class Remarks
{
    // Warnings of the compiler that are about concurrency.
    private static readonly string[] _warnings = ["CS9216", "CS4014", "CS0728", "CS0420", "CS1998"];

    public static IReadOnlyList<string> Of(SyntaxTree answer, SemanticModel model, IEnumerable<Diagnostic> diagnostics)
    {
        var remarks = new List<(int Line, string Text)>();
        foreach (var node in answer.GetRoot().DescendantNodes().OfType<LockStatementSyntax>())
        {
            if (WhyNot(node.Expression, model) is { } why) remarks.Add((Line(node), why));
            foreach (var call in node.Statement.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (DelegateOf(call, model) is { } name)
                    remarks.Add((Line(call), $"{name} is called while the lock is held: it must be short, and take no lock that is waited for elsewhere"));
            }
        }
        foreach (var warning in diagnostics.Where(diagnostic => _warnings.Contains(diagnostic.Id)))
            remarks.Add((warning.Location.GetLineSpan().StartLinePosition.Line + 1,
                warning.GetMessage(System.Globalization.CultureInfo.InvariantCulture).TrimEnd('.')));
        return [.. remarks.Distinct().OrderBy(remark => remark.Line).Select(remark => $"{Path.GetFileName(answer.FilePath)}:{remark.Line}: {remark.Text}")];
    }

    private static string? WhyNot(ExpressionSyntax locked, SemanticModel model) => locked switch
    {
        ThisExpressionSyntax => "lock (this): whoever has the object can lock it too, and hold you up; lock a private object",
        TypeOfExpressionSyntax => "a lock on a type: all of the program can lock it too; lock a private object",
        _ when model.GetTypeInfo(locked).Type?.SpecialType == SpecialType.System_String =>
            "a lock on a string: equal strings may be one object, also in code that knows nothing of you; lock a private object",
        _ when model.GetSymbolInfo(locked).Symbol is IFieldSymbol { DeclaredAccessibility: Accessibility.Public } field =>
            $"{field.Name} is public: whoever sees it can lock it too, and hold you up; lock a private object",
        _ when model.GetSymbolInfo(locked).Symbol is IFieldSymbol { IsReadOnly: false } field =>
            $"{field.Name} can be assigned, and then two threads hold two different locks; make it readonly",
        _ => null,
    };

    // The name of a field or parameter that is a delegate; null: it is a method of a known name that is called.
    private static string? DelegateOf(InvocationExpressionSyntax call, SemanticModel model)
    {
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol { MethodKind: MethodKind.DelegateInvoke }) return null;
        var target = call.Expression switch
        {
            MemberBindingExpressionSyntax when call.Parent is ConditionalAccessExpressionSyntax access =>
                access.Expression, // onSold?.Invoke(sale)
            MemberAccessExpressionSyntax { Name.Identifier.Text: "Invoke" } member => member.Expression,
            var direct => direct,
        };
        return model.GetSymbolInfo(target).Symbol is IFieldSymbol or IParameterSymbol or IPropertySymbol ? target.ToString()
            : null;
    }

    private static int Line(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
