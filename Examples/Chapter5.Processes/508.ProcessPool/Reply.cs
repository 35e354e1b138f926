namespace Workbook.Examples.Processes.Pools;

/// <summary>What a worker sends back for an item: a value, or what there is to know about an exception.</summary>
public sealed record Reply<T>(T? Value, string? Type = null, string? Message = null, string? Stack = null);
