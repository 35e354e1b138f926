// A column a thread, a line a row, time goes down:
//
//      line  w1                                      w2
//            --------------------------------------  --------------------------------------
//            main starts w1, w2
//        12    if (left == 0) return;  left is 1
//        12                                          > if (left == 0) return;  left is 1         > let in here
//        13                                            left--;                 left 1 -> 0
//
// What main does before all others and after them goes across; from four threads on, and where a narrow terminal has no room for
// columns with statements, there is one column, with a name in each line.

using System.Text;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Timelines;

/// <summary>The rows of an execution as a text, for a terminal of a given width.</summary>
internal sealed class TextTimeline
{
    private const int MaximumColumns = 3, Gap = 2, ShortestSource = 16;

    private readonly List<TimelineRow> _rows;
    private readonly bool[] _isAcross;
    private readonly List<int> _columns;
    private readonly string? _file; // where most rows are; its name is left out
    private readonly int _width, _gutter, _column, _source, _name;

    private TextTimeline(IReadOnlyList<TimelineRow> rows, int width)
    {
        _width = width;
        _rows = Folding.Fold(rows);
        _isAcross = [.. _rows.Select((row, i) => row.Thread < 0 || (row.Thread == 0 && IsAtTheEdge(i)))];
        _columns = [.. _rows.Where((_, i) => !_isAcross[i]).Select(row => row.Thread).Distinct().Order()];
        _file = _rows.Where(row => row.File is not null).GroupBy(row => row.File).MaxBy(group => group.Count())?.Key;
        _gutter = Math.Max(4, _rows.Select(row => Label(row).Length).DefaultIfEmpty().Max());
        (_column, _name, _source) = Measure(isOneColumn: _columns.Count > MaximumColumns);
        // Rather one column with the statements than several without.
        if (IsNarrow && _source == 0 && _columns.Count > 1 && _rows.Exists(row => row.Source is not null))
            (_column, _name, _source) = Measure(isOneColumn: true);
    }

    private (int Column, int Name, int Source) Measure(bool isOneColumn)
    {
        var count = isOneColumn ? 1 : Math.Max(1, _columns.Count);
        var column = (_width - _gutter - (Gap * count)) / count;
        var name = isOneColumn ? Math.Min(20, _rows.Max(row => row.Name.Length)) + Gap : 0;
        var inColumns = _rows.Where((row, i) => !_isAcross[i] && row.Source is not null).ToList();
        var wanted = inColumns.Select(row => row.Source!.Length).DefaultIfEmpty().Max();
        var room = column - name - 2 - Gap - inColumns.Select(row => row.What.Length).DefaultIfEmpty().Max();
        var source = Math.Min(wanted, Math.Max(room, (column - name) * 2 / 5));
        return (column, name, source < Math.Min(wanted, ShortestSource) ? 0 : source); // what would be left of it says nothing
    }

    /// <param name="story">What stands above them.</param>
    /// <param name="rows">What happens.</param>
    /// <param name="width">In letters; what happens is told in full also where that is too narrow for it.</param>
    public static string Draw(string? story, IReadOnlyList<TimelineRow> rows, int width = Verdict.TextWidth)
    {
        var text = new StringBuilder();
        foreach (var line in Wrapped(story ?? "", width)) Line(text, line);
        if (rows.Count == 0) return text.ToString();
        if (text.Length > 0) text.Append('\n');
        new TextTimeline(rows, width).Draw(text);
        return text.ToString();
    }

    /// <summary>A text in lines of that width, broken at blanks.</summary>
    public static IEnumerable<string> Wrapped(string text, int width)
    {
        var rest = text;
        while (rest.Length > width)
        {
            var end = rest.LastIndexOf(' ', width);
            if (end <= 0) end = width;
            yield return rest[..end];
            rest = rest[end..].TrimStart();
        }
        if (rest.Length > 0) yield return rest;
    }

    private void Draw(StringBuilder text)
    {
        if (_columns.Count > 0) Header(text);
        for (var i = 0; i < _rows.Count; i++)
        {
            var row = _rows[i];
            var label = Label(row).PadLeft(_gutter) + new string(' ', Gap);
            if (_isAcross[i])
            {
                var source = row.Source is null ? "" : $"{(IsNarrow ? Cut(row.Source, Math.Max(ShortestSource, _width - 50)) : row.Source)}  ";
                var head = row.Thread < 0 ? label : $"{label}{row.Name}: {source}";
                var first = true;
                foreach (var line in Wrapped(row.What, Math.Max(IsNarrow ? ShortestSource : 40, _width - head.Length)))
                {
                    Line(text, (first ? head : new string(' ', head.Length)) + line);
                    first = false;
                }
                continue;
            }
            var indent = _name > 0 ? Cut(row.Name, _name - Gap).PadRight(_name)
                : new string(' ', _columns.IndexOf(row.Thread) * (_column + Gap));
            Cell(text, label, indent, row);
        }
    }

    // What happens is never cut: it goes on in the next line.
    private void Cell(StringBuilder text, string label, string indent, TimelineRow row)
    {
        var mark = row.IsPreemption ? "> " : "  ";
        var source = _source == 0 || row.Source is null ? "" : Cut(row.Source, _source).PadRight(_source + Gap);
        var head = indent + mark + source;
        var room = Math.Max(16, _width - label.Length - head.Length);
        var first = true;
        foreach (var line in Wrapped(row.What, room))
        {
            Line(text, (first ? label + head : new string(' ', label.Length + head.Length)) + line);
            first = false;
        }
    }

    private void Header(StringBuilder text)
    {
        var place = _file is null ? "" : "line".PadLeft(_gutter);
        var head = place.PadRight(_gutter + Gap);
        if (_name == 0) head += string.Join("", _columns.Select(thread => Cut(NameOf(thread), _column).PadRight(_column + Gap)));
        else head += "thread".PadRight(_name) + "  what it does";
        if (_file is not null && _columns.Count <= 1) head = head.TrimEnd() + $"   ({Path.GetFileName(_file)})";
        Line(text, head);
        var columns = _name > 0 ? [_width - _gutter - Gap] : Enumerable.Repeat(_column, _columns.Count);
        Line(text, new string(' ', _gutter + Gap)
            + string.Join(new string(' ', Gap), columns.Select(width => new string('-', width))));
    }

    private bool IsNarrow => _width < Verdict.TextWidth;

    private string NameOf(int thread) => _rows.First(row => row.Thread == thread).Name;

    private string Label(TimelineRow row) => row.Line == 0 || row.File is null ? ""
        : row.File == _file ? $"{row.Line}"
        : $"{Path.GetFileNameWithoutExtension(row.File)}:{row.Line}";

    // main has no column of its own if it only starts the others and looks at what they have left.
    private bool IsAtTheEdge(int index) =>
        _rows[..index].TrueForAll(row => row.Thread <= 0) || _rows[index..].TrueForAll(row => row.Thread <= 0)
        || _rows[index].What.StartsWith("starts ", StringComparison.Ordinal);

    private static string Cut(string text, int width) =>
        text.Length <= width ? text : width < 2 ? "" : text[..(width - 1)] + "…";

    private static void Line(StringBuilder text, string line) => text.Append(line.TrimEnd()).Append('\n');
}
