namespace Workbook.Explorer.Pages;

/// <summary>A lock, an event or the like that threads share.</summary>
/// <param name="Name">As the program would write it.</param>
/// <param name="At">How it is before the first step.</param>
internal sealed record PageLock(string Name, PageLockState At);
