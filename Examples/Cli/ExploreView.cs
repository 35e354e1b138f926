// Painted every fifth of a second while an exploration runs, from the second half of its first second on, and wiped out at its
// end:
//
//      12,345 interleavings, 4,115 a second, 3 s
//
//   I1  Nothing is painted after Dispose has returned: both hold _lock while they paint.

using System.Diagnostics;
using System.Globalization;
using Workbook.Examples.Exercises;
using Workbook.Explorer;

namespace Workbook.Examples.Cli;

/// <summary>Shows how far an exploration is, to a person at a terminal; redirected, nothing.</summary>
internal sealed class ExploreView : IDisposable
{
    private static readonly TimeSpan _first = TimeSpan.FromSeconds(0.5), _period = TimeSpan.FromSeconds(0.2);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Timer? _timer;

    private readonly Lock _lock = new(); // guards:
    private readonly LiveView? _view;
    private bool _isOver;

    /// <param name="stage">Where.</param>
    /// <param name="isQuiet">Nothing is shown there either.</param>
    public ExploreView(Stage stage, bool isQuiet)
    {
        if (isQuiet || !stage.IsTerminal) return;
        _view = stage.Live();
        _timer = new Timer(_ => Paint(), null, _first, _period);
    }

    /// <summary>To be given to the exploration.</summary>
    public ExploreProgress Progress { get; } = new();

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
        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        var schedules = Progress.Schedules;
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{schedules:N0} interleavings, {schedules / seconds:N0} a second, {seconds:F0} s");
        lock (_lock)
        {
            if (!_isOver) _view!.Show([line]);
        }
    }
}
