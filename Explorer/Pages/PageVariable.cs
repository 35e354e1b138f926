namespace Workbook.Explorer.Pages;

/// <summary>A place in memory that threads share.</summary>
/// <param name="Name">As the program would write it.</param>
/// <param name="Value">What it holds before the first step; null: that cannot be shown.</param>
internal sealed record PageVariable(string Name, string? Value);
