using Spectre.Console;

namespace Workbook.Examples.Exercises;

/// <summary>Where a demo is shown: a terminal, with colours and tables, or a plain text when output is redirected.</summary>
/// <remarks>Any thread may call any member; what one call writes stays together.</remarks>
public sealed class Stage
{
    private readonly Lock _lock = new(); // guards _output and _terminal: one of them writes at a time
    private readonly TextWriter _output;
    private readonly IAnsiConsole? _terminal; // null: redirected, plain lines

    /// <param name="output">Receives plain lines.</param>
    /// <param name="terminal">Receives tables and charts; null where there is no terminal.</param>
    /// <param name="cancel">Fires on Ctrl+C.</param>
    public Stage(TextWriter output, IAnsiConsole? terminal = null, CancellationToken cancel = default)
    {
        _output = output;
        _terminal = terminal;
        Cancel = cancel;
    }

    /// <summary>Fires on Ctrl+C. Every wait of a demo takes it, so that the demo ends at once and cleans up.</summary>
    public CancellationToken Cancel { get; }

    /// <summary>Whether a person is watching, so that a picture may be painted over.</summary>
    public bool IsTerminal => _terminal is not null;

    /// <summary>Writes one line.</summary>
    public void WriteLine(string line = "")
    {
        lock (_lock) _output.WriteLine(line);
    }

    /// <summary>Blocks for that long, the stand-in for work or a device.</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public void Sleep(int milliseconds)
    {
        if (milliseconds > 0) Cancel.WaitHandle.WaitOne(milliseconds);
        Cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Draws a table: with borders in a terminal, in aligned columns otherwise. Columns of numbers are
    /// right-aligned.</summary>
    public void Table(string title, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.ToList();
        var isNumeric = headings.Select((_, column) => LooksNumeric(all, column)).ToList();
        lock (_lock)
        {
            if (_terminal is null)
            {
                if (title.Length > 0) _output.WriteLine(title);
                foreach (var line in PlainText.Table(headings, all, isNumeric)) _output.WriteLine(line);
                return;
            }
            var table = new Table { Border = TableBorder.Rounded };
            if (title.Length > 0) table.Title = new TableTitle(Markup.Escape(title));
            foreach (var (heading, numeric) in headings.Zip(isNumeric))
                table.AddColumn(new TableColumn(Markup.Escape(heading)) { Alignment = numeric ? Justify.Right : Justify.Left });
            foreach (var row in all) table.AddRow([.. row.Select(Markup.Escape)]);
            _terminal.Write(table);
        }
    }

    /// <summary>Draws a horizontal bar chart; <c>Shown</c> is the value as a person reads it, with its unit.</summary>
    public void Bars(string title, IEnumerable<(string Label, double Value, string Shown)> bars)
    {
        lock (_lock)
        {
            if (title.Length > 0) _output.WriteLine(title);
            foreach (var line in PlainText.Bars([.. bars], width: 40)) _output.WriteLine(line);
        }
    }

    /// <summary>Draws a Gantt chart: a row per name, in the order of their first spans, and a ruler below.
    /// What is wider than the terminal (redirected: 100 columns) is scaled down and says so.</summary>
    public void Gantt(string title, IEnumerable<GanttSpan> spans, string legend = "")
    {
        var chart = new GanttChart([.. spans], width: _terminal?.Profile.Width ?? 100);
        lock (_lock)
        {
            if (title.Length > 0) _output.WriteLine(title);
            foreach (var row in chart.Rows)
            {
                if (_terminal is null) _output.WriteLine(row.Plain);
                else _terminal.MarkupLine(row.Markup);
            }
            foreach (var line in chart.Ruler) _output.WriteLine(line);
            if (legend.Length > 0) _output.WriteLine($"  {legend}");
        }
    }

    /// <summary>A picture that is painted over as it changes. In a terminal each <see cref="LiveView.Show"/> replaces the one
    /// before; redirected, only the last one is written, on dispose.</summary>
    public LiveView Live() => new(this);

    internal void Repaint(int linesBefore, IReadOnlyList<string> lines)
    {
        if (!IsTerminal) return;
        lock (_lock)
        {
            if (linesBefore > 0) _output.Write($"\e[{linesBefore}F"); // cursor to the first line of the old picture
            foreach (var line in lines) _output.WriteLine($"{line}\e[K"); // and clear what stood behind
        }
    }

    internal void Wipe(int lines)
    {
        if (!IsTerminal || lines == 0) return;
        lock (_lock) _output.Write($"\e[{lines}F\e[J"); // cursor to the first line of the picture, and clear all below
    }

    // A column of numbers may have gaps, but not nothing else.
    private static bool LooksNumeric(IReadOnlyList<IReadOnlyList<string>> rows, int column)
    {
        var cells = rows.Select(row => row[column]).Where(cell => cell.Length > 0).ToList();
        return cells.Count > 0 && cells.All(LooksLikeANumber);
    }

    private static bool LooksLikeANumber(string cell) => cell.Length > 0 && (
        char.IsAsciiDigit(cell[0]) || (cell.Length > 1 && cell[0] is '-' or '+' && char.IsAsciiDigit(cell[1])));
}
