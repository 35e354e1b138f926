namespace Workbook.Concurrency.Scheduling;

/// <summary>One turn of a job on the CPU.</summary>
/// <param name="Job">Who ran.</param>
/// <param name="Start">Its first tick.</param>
/// <param name="End">The tick after its last.</param>
/// <param name="Level">The level of the queue that it came from, 1 the highest; 0 where the policy has no levels.</param>
public readonly record struct Slice(Job Job, int Start, int End, int Level = 0)
{
    /// <summary>How long it ran, in ticks.</summary>
    public int Length => End - Start;
}
