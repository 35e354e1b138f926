namespace Workbook.Explorer.Pages;

/// <summary>Two accesses that nothing orders.</summary>
/// <param name="Place">For what they race.</param>
/// <param name="First">The step of the earlier one, from 0 on.</param>
/// <param name="Second">The step of the later one.</param>
internal sealed record PageRace(string Place, int First, int Second);
