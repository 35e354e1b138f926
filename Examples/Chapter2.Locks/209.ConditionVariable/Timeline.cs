using Workbook.Concurrency.Signals;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.BoundedBuffers;

/// <summary>What happened, in order, a column per thread; and cues for those who wait for something to happen.</summary>
/// <remarks>Rows are added by threads that hold the lock of the buffer, one at a time. Read it when they have ended.</remarks>
public sealed class Timeline(params string[] threads)
{
    private readonly Lock _lock = new(); // guards:
    private readonly List<(string Thread, string What, string Buffer)> _rows = [];
    private readonly List<(string Thread, string What, OneShotLatch Cue)> _cues = [];

    /// <summary>Opens at the first step of a thread whose text contains <paramref name="what"/>. Ask before it starts.</summary>
    public OneShotLatch After(string thread, string what)
    {
        var cue = new OneShotLatch();
        lock (_lock) _cues.Add((thread, what, cue));
        return cue;
    }

    /// <summary>A step of the calling thread, and the buffer after it.</summary>
    public void Add(string what, string buffer)
    {
        var thread = Thread.CurrentThread.Name ?? "";
        lock (_lock)
        {
            _rows.Add((thread, what, buffer));
            foreach (var (_, _, cue) in _cues.Where(cue => cue.Thread == thread && what.Contains(cue.What))) cue.Open();
        }
    }

    /// <summary>Draws it.</summary>
    public void Show(Stage stage, string title)
    {
        lock (_lock)
        {
            stage.Table(title, ["step", .. threads, "count [slots]"], _rows.Select((row, index) =>
                (string[])[$"{index + 1}", .. threads.Select(thread => thread == row.Thread ? row.What : ""), row.Buffer]));
        }
    }
}
