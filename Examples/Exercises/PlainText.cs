namespace Workbook.Examples.Exercises;

/// <summary>Tables and charts as lines of text, for a file, a pipe or a snapshot.</summary>
internal static class PlainText
{
    public static IEnumerable<string> Table(
        IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<bool> isNumeric)
    {
        var widths = headings
            .Select((heading, column) => rows.Select(row => row[column].Length).Append(heading.Length).Max()).ToList();
        string Line(IReadOnlyList<string> cells) => ("  " + string.Join("  ", cells.Select((cell, column) =>
            isNumeric[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])))).TrimEnd();

        yield return Line(headings);
        yield return "  " + string.Join("  ", widths.Select(width => new string('-', width)));
        foreach (var row in rows) yield return Line(row);
    }

    public static IEnumerable<string> Bars(IReadOnlyList<(string Label, double Value, string Shown)> bars, int width)
    {
        if (bars.Count == 0) yield break;
        var longest = Math.Max(bars.Max(bar => bar.Value), double.Epsilon);
        var label = bars.Max(bar => bar.Label.Length);
        foreach (var bar in bars)
        {
            var length = (int)Math.Round(Math.Clamp(bar.Value / longest, 0, 1) * width);
            yield return $"  {bar.Label.PadRight(label)}  {new string('█', length)} {bar.Shown}".TrimEnd();
        }
    }
}
