namespace Workbook.Explorer.Pages;

/// <summary>A lane of the page.</summary>
/// <param name="Name">What the program calls the thread.</param>
/// <param name="Id">What the schedule calls it: <c>t1</c>.</param>
/// <param name="IsStarted">Whether it is there before the first step.</param>
internal sealed record PageThread(string Name, string Id, bool IsStarted);
