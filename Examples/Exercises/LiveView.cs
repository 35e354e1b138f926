namespace Workbook.Examples.Exercises;

/// <summary>A picture that is painted over as it changes: see <see cref="Stage.Live"/>.</summary>
public sealed class LiveView : IDisposable
{
    private readonly Stage _stage;
    private IReadOnlyList<string> _shown = [];

    internal LiveView(Stage stage) => _stage = stage;

    /// <summary>Replaces the picture by these lines.</summary>
    public void Show(IReadOnlyList<string> lines)
    {
        _stage.Repaint(_shown.Count, lines);
        _shown = lines;
    }

    /// <summary>Wipes the picture out: what is written next stands in its place.</summary>
    public void Clear()
    {
        _stage.Wipe(_shown.Count);
        _shown = [];
    }

    /// <summary>Leaves the last picture standing.</summary>
    public void Dispose()
    {
        if (_stage.IsTerminal) return;
        foreach (var line in _shown) _stage.WriteLine(line);
    }
}
