namespace Workbook.Examples.Exercises;

/// <summary>One stretch of a row of a Gantt chart; of two that overlap, the later one in the list is seen.</summary>
/// <param name="Row">The name of the row.</param>
/// <param name="Start">Its first tick, 0 or more.</param>
/// <param name="End">The tick after its last.</param>
/// <param name="Mark">What stands for a tick: '#' is a solid block in a terminal, '.' and '-' are dim, others stand on
/// colour.</param>
public readonly record struct GanttSpan(string Row, int Start, int End, char Mark = '#');
