using Spectre.Console;
using Workbook.Examples.Learning;

namespace Workbook.Examples.Cli;

/// <summary>Writes a report: its lines, and in a terminal that has them with colours for what holds and what fails.</summary>
internal static class ReportView
{
    public static void Write(Session session, ToldReport told, bool all)
    {
        foreach (var line in ReportText.Of(told, all, session.Width))
        {
            if (session.Terminal is { } terminal)
                terminal.Write(new Text(line + "\n", StyleOf(line)) { Overflow = Overflow.Crop });
            else session.Output.WriteLine(line);
        }
    }

    private static Style StyleOf(string line) =>
        line.StartsWith("  ok", StringComparison.Ordinal) ? new Style(Color.Green)
        : line.StartsWith("  FAIL", StringComparison.Ordinal) ? new Style(Color.Red)
        : line.StartsWith("FAIL:", StringComparison.Ordinal) ? new Style(Color.Red, decoration: Decoration.Bold)
        : Style.Plain;
}
