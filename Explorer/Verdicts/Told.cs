using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Verdicts;

/// <summary>An execution, and what is told of it.</summary>
/// <param name="Execution">Which.</param>
/// <param name="Recording">What happened in it.</param>
/// <param name="Failure">What is wrong with it.</param>
/// <param name="Story">How that came about.</param>
/// <param name="Rows">What matters of it.</param>
/// <param name="Telling">Who has told it.</param>
/// <param name="Races">Which races were looked for, if it is told for the sake of one.</param>
internal sealed record Told(Execution Execution, Recording Recording, Failure Failure, string Story,
    IReadOnlyList<TimelineRow> Rows, Telling Telling, IReadOnlyCollection<Race> Races);
