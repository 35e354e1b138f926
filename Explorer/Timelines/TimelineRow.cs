namespace Workbook.Explorer.Timelines;

/// <summary>What one thread does at one place, uninterrupted.</summary>
/// <param name="Thread">Its number; main is 0.</param>
/// <param name="Name">Its name.</param>
/// <param name="File">The source file; null without symbols.</param>
/// <param name="Line">The line; 0 without symbols.</param>
/// <param name="Source">The statement; null if the file cannot be read.</param>
/// <param name="What">What happens: <c>left 1 -> 0</c>, <c>waits for _second, which b holds</c>.</param>
/// <param name="IsPreemption">Whether the thread was let in here, though the one before could have gone on.</param>
public sealed record TimelineRow(int Thread, string Name, string? File, int Line, string? Source, string What, bool IsPreemption);
