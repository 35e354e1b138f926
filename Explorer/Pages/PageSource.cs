namespace Workbook.Explorer.Pages;

/// <summary>What is shown of a source file.</summary>
/// <param name="Name">Its name without its directory.</param>
/// <param name="Parts">Lines that follow each other; between two parts some are left out.</param>
internal sealed record PageSource(string Name, IReadOnlyList<PageSourcePart> Parts);
