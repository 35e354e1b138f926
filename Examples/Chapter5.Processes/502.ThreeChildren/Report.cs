namespace Workbook.Examples.Processes.Triplets;

/// <summary>What a child says of itself.</summary>
/// <param name="ParentId">The process that started it.</param>
/// <param name="Words">What it does.</param>
public sealed record Report(int ParentId, string Words);
