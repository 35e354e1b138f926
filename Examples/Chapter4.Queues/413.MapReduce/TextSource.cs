namespace Workbook.Examples.Queues.WordCounting;

/// <summary>A text that can be read, any number of times.</summary>
/// <param name="Name">As the user wrote it, or of the text that comes with the program.</param>
/// <param name="Bytes">Its length when it was looked at.</param>
/// <param name="Open">Opens it at the beginning.</param>
public sealed record TextSource(string Name, long Bytes, Func<Stream> Open);
