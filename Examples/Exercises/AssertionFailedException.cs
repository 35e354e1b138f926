namespace Workbook.Examples.Exercises;

/// <summary>What a scenario requires does not hold.</summary>
/// <param name="claim">What it was: <c>sold == 2</c>.</param>
public sealed class AssertionFailedException(string claim) : Exception($"it does not hold that {claim}");
