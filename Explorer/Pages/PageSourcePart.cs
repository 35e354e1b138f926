namespace Workbook.Explorer.Pages;

/// <summary>Lines of a source file that follow each other.</summary>
/// <param name="First">The number of the first.</param>
/// <param name="Lines">Without the blanks that all of them begin with.</param>
internal sealed record PageSourcePart(int First, IReadOnlyList<string> Lines);
