using Workbook.Concurrency.Locks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.Futures;

/// <summary>What was said, in which order and on which thread; a column per thread.</summary>
public sealed class Transcript
{
    private readonly string _main = Thread.CurrentThread.Name ?? "";

    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly List<(bool OnMain, string Text)> _lines = [];

    /// <summary>The calling thread says so.</summary>
    public void Say(string text)
    {
        var onMain = (Thread.CurrentThread.Name ?? "") == _main;
        using (_mutex.Hold()) _lines.Add((onMain, text));
    }

    /// <summary>Draws it: what the thread said that made this transcript, and beside it what the worker said.</summary>
    public void Draw(Stage stage, string title)
    {
        using (_mutex.Hold())
            stage.Table(title, ["step", "main", "worker"], _lines.Select((line, index) => (string[])
                [$"{index + 1}", line.OnMain ? line.Text : "", line.OnMain ? "" : line.Text]));
    }
}
