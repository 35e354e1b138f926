namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>Something on the page, and who wrote it.</summary>
public sealed record Mark(string Writer, string Text);
