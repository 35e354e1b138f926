namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>The copy was not made, and nothing of it is left. The message is one line and names the file.</summary>
public sealed class CopyException(string message, Exception? inner = null) : IOException(message, inner);
