using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Coursework.Compiling;

/// <summary>Reads what Check.cs declares: the attributes are known by their names alone.</summary>
internal static class CheckReader
{
    public static IReadOnlyList<CheckInfo> Read(CSharpCompilation compilation, SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        var checks = new List<CheckInfo>();
        foreach (var declaration in tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>())
        {
            if (model.GetDeclaredSymbol(declaration) is not { } type) continue;
            foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
            {
                if (Named(method, "CheckAttribute") is [var mark, ..])
                    checks.Add(Info(mark, $"{type.ToDisplayString()}.{method.Name}", CheckKind.Scenario));
            }
            checks.AddRange(Named(type, "NeverPollsAttribute").Select(rule => Info(rule, null, CheckKind.NeverPolls)));
            checks.AddRange(Named(type, "WithoutAttribute").Select(rule => Info(rule, null, CheckKind.Without) with
            {
                Forbidden = [.. rule.ConstructorArguments[1].Values.Select(value => (string)value.Value!)],
            }));
        }
        return checks;
    }

    private static List<AttributeData> Named(ISymbol symbol, string name) =>
        [.. symbol.GetAttributes().Where(attribute => attribute.AttributeClass?.Name == name)];

    private static CheckInfo Info(AttributeData attribute, string? method, CheckKind kind) =>
        new((string)attribute.ConstructorArguments[0].Value!, Argument(attribute, "Points", 0),
            Argument(attribute, "Explains", ""), method, kind);

    private static T Argument<T>(AttributeData attribute, string name, T otherwise) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value is T value ? value : otherwise;
}
