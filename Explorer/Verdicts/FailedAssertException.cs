namespace Workbook.Explorer.Verdicts;

/// <summary>A Debug.Assert of an explored program failed.</summary>
public sealed class FailedAssertException(string message) : Exception(message);
