namespace Workbook.Examples.Queues.Pools;

/// <summary>One line of a <see cref="JobLog"/>.</summary>
/// <param name="Ms">When, in milliseconds since the log was made.</param>
/// <param name="Worker">On which thread.</param>
/// <param name="Job">The number of the job.</param>
/// <param name="Step">What happened to it.</param>
public readonly record struct JobEntry(int Ms, string Worker, int Job, JobStep Step);
