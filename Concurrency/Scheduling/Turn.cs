namespace Workbook.Concurrency.Scheduling;

/// <summary>A policy's decision: who gets the CPU, and for how long.</summary>
/// <param name="Job">One of the ready jobs.</param>
/// <param name="Limit">After so many ticks the CPU is taken away, at least 1; <see cref="UntilItGivesUp"/> for never.</param>
/// <param name="Level">For the chart: the level of the queue, 1 the highest; 0 where the policy has no levels.</param>
public readonly record struct Turn(Job Job, int Limit = Turn.UntilItGivesUp, int Level = 0)
{
    /// <summary>The job keeps the CPU until its burst ends.</summary>
    public const int UntilItGivesUp = int.MaxValue;
}
