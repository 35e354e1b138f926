namespace Workbook.Coursework.Compiling;

/// <summary>A check of an exercise, as Check.cs declares it.</summary>
/// <param name="Name">What holds: "no ticket is sold twice".</param>
/// <param name="Points">What it is worth.</param>
/// <param name="Explains">What is wrong when it fails.</param>
/// <param name="Method"><c>Namespace.Check.Method</c>, to be explored; null: it is a rule on the code, see
/// <see cref="Kind"/>.</param>
/// <param name="Kind">How it is judged.</param>
public sealed record CheckInfo(string Name, int Points, string Explains, string? Method, CheckKind Kind)
{
    /// <summary>What the candidate must not refer to, of a check of that kind.</summary>
    public IReadOnlyList<string> Forbidden { get; init; } = [];
}
