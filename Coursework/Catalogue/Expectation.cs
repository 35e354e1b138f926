namespace Workbook.Coursework.Catalogue;

/// <summary>What the first line of a mutant or a variant says: <c>// fails: NAME OF A CHECK</c>, <c>// passes: WHY IT IS
/// RIGHT</c>.</summary>
public static class Expectation
{
    private const string Fails = "// fails:", Passes = "// passes:";

    /// <summary>The check that a mutant must fail; null: its first line does not say so.</summary>
    public static string? FailsIn(SourceFile mutant) => After(mutant, Fails);

    /// <summary>What is different about a variant; null: its first line does not say so.</summary>
    public static string? PassesBecause(SourceFile variant) => After(variant, Passes);

    private static string? After(SourceFile file, string mark)
    {
        var line = file.Text.AsSpan().TrimStart('\uFEFF');
        line = line[..Math.Max(0, line.IndexOf('\n') is var end and >= 0 ? end : line.Length)].Trim();
        return line.StartsWith(mark, StringComparison.Ordinal) && line[mark.Length..].Trim() is { Length: > 0 } rest
            ? rest.ToString() : null;
    }
}
