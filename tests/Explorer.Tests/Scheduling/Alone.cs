namespace Workbook.Explorer.Tests.Scheduling;

/// <summary>Tests that count what the whole process has: threads, contexts. No other runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
