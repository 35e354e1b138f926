using System.Diagnostics;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.CooperativeWaiting;

/// <summary>What each did, when, and on which thread.</summary>
internal sealed class WaitLog(Stage stage, TimeSpan unit)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<(string Name, TimeSpan Time, int Thread)> _notes = [];

    public void Note(string name, string what)
    {
        var time = Stopwatch.GetElapsedTime(_start);
        _notes.Add((name, time, Environment.CurrentManagedThreadId));
        stage.WriteLine($"{time.TotalSeconds,6:0.00} s  {name} {what}");
    }

    /// <summary>Who slept when, and how many threads that took.</summary>
    public void Draw()
    {
        const int TicksPerUnit = 8;
        int Tick(TimeSpan time) => (int)Math.Round(time / unit * TicksPerUnit);
        stage.WriteLine();
        stage.Gantt($"asleep; {TicksPerUnit} columns are {unit.TotalSeconds:0.##} s",
            from note in _notes
            group Tick(note.Time) by note.Name into ticks
            select new GanttSpan(ticks.Key, ticks.First(), Math.Max(ticks.First() + 1, ticks.Last()), '-'));
        stage.WriteLine($"threads that ran them: {_notes.DistinctBy(note => note.Thread).Count()}");
    }
}
