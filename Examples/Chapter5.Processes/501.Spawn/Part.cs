namespace Workbook.Examples.Processes.Elsewhere;

/// <summary>What one child is to add up.</summary>
/// <param name="From">The first number.</param>
/// <param name="To">The last number.</param>
/// <param name="Fails">Whether it fails instead.</param>
public sealed record Part(int From, int To, bool Fails);
