namespace Workbook.Explorer.Pages;

/// <summary>A failing execution as the page shows it: what was there at the beginning, and what each step changes of
/// it.</summary>
/// <param name="Threads">A lane each, in the order of their numbers.</param>
/// <param name="Variables">Memory that threads share.</param>
/// <param name="Locks">Locks, events, semaphores that they share.</param>
/// <param name="Sources">What is shown of the program's files.</param>
/// <param name="Steps">From the first on; the page counts them from 1.</param>
/// <param name="Races">Pairs of accesses that nothing orders, to be joined by an arrow.</param>
/// <param name="Waits">Who waits when the execution ends; those of a circle first, in its order.</param>
/// <param name="Circle">How many of them wait for each other in a circle.</param>
internal sealed record PageModel(
    IReadOnlyList<PageThread> Threads,
    IReadOnlyList<PageVariable> Variables,
    IReadOnlyList<PageLock> Locks,
    IReadOnlyList<PageSource> Sources,
    IReadOnlyList<PageStep> Steps,
    IReadOnlyList<PageRace> Races,
    IReadOnlyList<PageWait> Waits,
    int Circle);
