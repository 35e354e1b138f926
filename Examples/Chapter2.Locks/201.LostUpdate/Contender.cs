namespace Workbook.Examples.Locks.LostUpdate;

/// <summary>A counter in the race.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Increment">Adds one.</param>
/// <param name="Value">How far it has counted.</param>
public sealed record Contender(string Name, Action Increment, Func<long> Value);
