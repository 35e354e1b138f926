namespace Workbook.Explorer.Races;

/// <summary>Who touched a place, when by its own clock, and from where.</summary>
/// <param name="Thread">The number of the thread.</param>
/// <param name="Time">The thread's own time.</param>
/// <param name="Site">Where in the source.</param>
/// <param name="IsAtomic">By an interlocked or a volatile access: two of those never race with each other.</param>
internal readonly record struct Access(int Thread, int Time, int Site, bool IsAtomic);
