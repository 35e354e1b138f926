using Workbook.Coursework.Authoring;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary>Shows how far <c>author check</c> is: <c>[#####.....] 52 of 104 candidates</c>; wiped out at its end.</summary>
internal sealed class CorpusProgress : IDisposable
{
    private const int Width = 40;
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(0.2);

    private readonly CorpusCheck _check;
    private readonly Timer _timer;

    private readonly Lock _lock = new(); // guards:
    private readonly LiveView _view;
    private bool _isOver;

    public CorpusProgress(Stage stage, CorpusCheck check)
    {
        (_check, _view) = (check, stage.Live());
        _timer = new Timer(_ => Paint(), null, TimeSpan.Zero, _period);
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _isOver = true;
            _view.Clear();
        }
    }

    private void Paint()
    {
        var (done, all) = (_check.Done, _check.Count);
        var filled = all == 0 ? Width : done * Width / all;
        lock (_lock)
        {
            if (!_isOver) _view.Show([$"[{new string('#', filled)}{new string('.', Width - filled)}] {done} of {all} candidates"]);
        }
    }
}
