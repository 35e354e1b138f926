namespace Workbook.Examples.Threads.ThreadStates;

/// <summary>What the kernel says of a thread at one moment.</summary>
/// <param name="Letter">R: ready or running. S and D: waiting. Z and X: over.</param>
/// <param name="OnCore">How long it has been on a core so far, in nanoseconds, as of the last tick of the clock.</param>
/// <param name="Queued">How long it has been ready without getting one, in nanoseconds,
/// booked when the stay in the queue ends; null where the kernel keeps no such account.</param>
public sealed record KernelAccount(char Letter, double OnCore, double? Queued);
