namespace Workbook.Concurrency.Pools;

/// <summary>What a worker of a <see cref="WorkStealingPool"/> has done so far.</summary>
/// <param name="Worker">Its name, which is also the thread's.</param>
/// <param name="Ran">How many jobs it has run to their end: roots, branches, second halves.</param>
/// <param name="Stole">How many jobs it took from the deques of others.</param>
public readonly record struct WorkStealingFigures(string Worker, long Ran, long Stole);
