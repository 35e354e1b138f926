using Workbook.Concurrency.Signals;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.LostWakeups;

/// <summary>What happened, in order, a column per thread; and cues for those who wait for something to happen.</summary>
/// <remarks>Any thread may add; read it when they have ended.</remarks>
public sealed class Timeline(params string[] threads)
{
    private readonly Lock _lock = new(); // guards:
    private readonly List<(string Thread, string What, string Gate)> _rows = [];
    private readonly List<(string Thread, string What, OneShotLatch Cue)> _cues = [];

    /// <summary>Opens at the first step of a thread whose text contains <paramref name="what"/>. Ask before it starts.</summary>
    public OneShotLatch After(string thread, string what)
    {
        var cue = new OneShotLatch();
        lock (_lock) _cues.Add((thread, what, cue));
        return cue;
    }

    /// <summary>A step of the calling thread, and the gate after it.</summary>
    public void Add(string what, string gate)
    {
        var thread = Thread.CurrentThread.Name ?? "";
        lock (_lock)
        {
            _rows.Add((thread, what, gate));
            foreach (var (_, _, cue) in _cues.Where(cue => cue.Thread == thread && what.Contains(cue.What))) cue.Open();
        }
    }

    /// <summary>Draws it.</summary>
    public void Show(Stage stage, string title)
    {
        lock (_lock)
        {
            stage.Table(title, ["step", .. threads, "gate"], _rows.Select((row, index) =>
                (string[])[$"{index + 1}", .. threads.Select(thread => thread == row.Thread ? row.What : ""), row.Gate]));
        }
    }
}
