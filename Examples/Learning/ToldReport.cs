using Workbook.Coursework.Catalogue;
using Workbook.Coursework.Checking;

namespace Workbook.Examples.Learning;

/// <summary>A report with the names under which its failures were kept.</summary>
/// <param name="Assignment">The exercise.</param>
/// <param name="Report">What came of the check.</param>
/// <param name="Replays">For <c>workbook replay</c>, by the name of the check.</param>
/// <param name="Page">The page that shows the first failure; null: there is none.</param>
internal sealed record ToldReport(Assignment Assignment, CheckReport Report, IReadOnlyDictionary<string, string> Replays,
    string? Page);
