using System.Diagnostics;
using System.Globalization;
using Workbook.Coursework.Catalogue;
using Workbook.Coursework.Checking;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary>Shows which check is at work, to a person at a terminal; wiped out at the end. Redirected, nothing.</summary>
internal sealed class CheckingView : IProgress<CheckProgress>, IDisposable
{
    private static readonly TimeSpan _first = TimeSpan.FromSeconds(0.4), _period = TimeSpan.FromSeconds(0.2);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Timer? _timer;
    private readonly string _title;
    private readonly int _width; // of one line: what is wrapped would not be wiped out

    private readonly Lock _lock = new(); // guards:
    private readonly LiveView? _view;
    private string _doing = "compiles";
    private bool _isOver;

    public CheckingView(Session session, bool isQuiet, Assignment assignment)
    {
        _title = $"{assignment.Number} {assignment.Title}";
        if (isQuiet || !session.IsTerminal) return;
        _width = session.Width - 1;
        _view = session.Stage().Live();
        _timer = new Timer(_ => Paint(), null, _first, _period);
    }

    public void Report(CheckProgress value)
    {
        lock (_lock) _doing = $"{value.Ended} of {value.Of} checked, {value.Check}";
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            _isOver = true;
            _view?.Clear();
        }
    }

    private void Paint()
    {
        lock (_lock)
        {
            if (_isOver) return;
            var line = string.Create(CultureInfo.InvariantCulture,
                $"{_title} ({Stopwatch.GetElapsedTime(_start).TotalSeconds:0} s): {_doing}");
            _view!.Show([line.Length <= _width ? line : line[.._width]]);
        }
    }
}
