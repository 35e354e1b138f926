namespace Workbook.Examples.Exercises;

/// <summary>A check has seen what must not be.</summary>
/// <param name="seen">What it was, with values: "T17 was sold twice".</param>
public sealed class CheckFailedException(string seen) : Exception(seen);
