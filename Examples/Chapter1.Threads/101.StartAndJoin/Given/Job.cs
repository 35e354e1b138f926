using System.Diagnostics;

namespace Workbook.Examples.Threads.StartAndJoin;

/// <summary>Something to do, and what to call it.</summary>
/// <param name="Name">The name of its thread, and of its failure.</param>
/// <param name="Work">What the thread does; what it returns is the result of the job.</param>
[DebuggerDisplay("{Name,nq}")]
public sealed record Job<T>(string Name, Func<T> Work);
