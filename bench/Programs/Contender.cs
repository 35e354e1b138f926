namespace Bench.Programs;

/// <summary>What ours is measured beside.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Measure">One round, in the unit of ours; null when it cannot be run here.</param>
/// <param name="Wanted">Of the ratio of ours to its; null: nothing.</param>
internal sealed record Contender(string Name, Func<double?> Measure, Goal? Wanted = null);
