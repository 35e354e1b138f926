namespace Workbook.Tests.Support;

/// <summary>A text differs from its snapshot.</summary>
internal sealed class SnapshotException(string message) : Exception(message);
