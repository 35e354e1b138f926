//     A  ###...##       a row per name, a column per tick: here A runs, is kept waiting, runs again
//     B   ..###
//        0    5
//
// Too long for the width: each column stands for as many ticks as needed, and shows the mark that most of its ticks have
// (nothing, only if all have nothing). The ruler then counts by ten columns, and a line says how much a column is.

using System.Text;
using Spectre.Console;

namespace Workbook.Examples.Exercises;

/// <summary>Spans laid out as rows of characters: plain, and as markup for a terminal.</summary>
internal sealed class GanttChart
{
    private const char Nothing = ' ', Solid = '#', Dim = '.', Device = '-';
    private static readonly string[] _colours = ["green", "yellow", "blue", "fuchsia", "aqua", "red", "lime", "orange1"];

    private readonly int _ticksPerColumn, _columns, _labelWidth;

    public GanttChart(IReadOnlyList<GanttSpan> spans, int width)
    {
        var names = spans.Select(span => span.Row).Distinct().ToList();
        var end = spans.Select(span => span.End).DefaultIfEmpty().Max();
        _labelWidth = names.Select(name => name.Length).DefaultIfEmpty().Max();

        var room = Math.Max(10, width - _labelWidth - 5); // two before the label, two after, and one free at the edge
        _ticksPerColumn = Math.Max(1, (end + room - 1) / room);
        _columns = (end + _ticksPerColumn - 1) / _ticksPerColumn;

        var byRow = spans.ToLookup(span => span.Row);
        Rows = [.. names.Select((name, index) => Row(name, Columns(byRow[name]), _colours[index % _colours.Length]))];
    }

    /// <summary>The rows, each in both forms.</summary>
    public IReadOnlyList<(string Plain, string Markup)> Rows { get; }

    /// <summary>The line of ticks, and the scale if it is not one tick per column.</summary>
    public IEnumerable<string> Ruler
    {
        get
        {
            var every = _ticksPerColumn == 1 ? 5 : 10; // columns
            var ruler = new StringBuilder();
            for (var column = 0; column < _columns; column += every)
                ruler.Append(' ', column - ruler.Length).Append(column * _ticksPerColumn);
            yield return $"{Margin("")}{ruler}";
            if (_ticksPerColumn > 1) yield return $"  (one column is {_ticksPerColumn} ticks, and shows what took most of them)";
        }
    }

    private (string Plain, string Markup) Row(string name, string marks, string colour)
    {
        var markup = new StringBuilder(Markup.Escape(Margin(name)));
        for (int from = 0, to; from < marks.Length; from = to)
        {
            for (to = from; to < marks.Length && marks[to] == marks[from];) to++;
            markup.Append(Paint(marks[from], to - from, colour));
        }
        return ($"{Margin(name)}{marks}", markup.ToString());
    }

    private static string Paint(char mark, int length, string colour) => mark switch
    {
        Nothing => new string(' ', length),
        Solid => $"[{colour}]{new string('█', length)}[/]",
        Dim or Device => $"[grey]{new string(mark, length)}[/]",
        _ => $"[black on {colour}]{Markup.Escape(new string(mark, length))}[/]",
    };

    private string Columns(IEnumerable<GanttSpan> spans)
    {
        var ticks = new char[_columns * _ticksPerColumn];
        Array.Fill(ticks, Nothing);
        foreach (var span in spans) ticks.AsSpan(span.Start, span.End - span.Start).Fill(span.Mark);
        return string.Concat(ticks.Chunk(_ticksPerColumn).Select(MostOf)).TrimEnd();
    }

    private static char MostOf(char[] ticks) =>
        ticks.Where(mark => mark != Nothing).CountBy(mark => mark).DefaultIfEmpty(new(Nothing, 0)).MaxBy(pair => pair.Value).Key;

    private string Margin(string name) => $"  {name.PadRight(_labelWidth)}  ";
}
