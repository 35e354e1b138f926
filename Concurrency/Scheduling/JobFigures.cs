namespace Workbook.Concurrency.Scheduling;

/// <summary>How a job fared, in ticks.</summary>
/// <param name="Job">The job.</param>
/// <param name="Start">When it first ran.</param>
/// <param name="Completion">The tick after its last.</param>
/// <param name="Waiting">How long it was ready and did not run. Waiting for I/O is not counted.</param>
public readonly record struct JobFigures(Job Job, int Start, int Completion, int Waiting)
{
    /// <summary>From arrival to completion.</summary>
    public int Turnaround => Completion - Job.Arrival;

    /// <summary>From arrival to the first tick on the CPU.</summary>
    public int Response => Start - Job.Arrival;
}
