using System.Globalization;
using Workbook.Concurrency.Scheduling;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.Scheduling;

/// <summary>How the scheduling demos show a timeline: as a chart, a row per job, and beside those of other policies.</summary>
internal static class ScheduleView
{
    /// <summary>A row per job: when it ran (with the level of its queue, where there are levels), waited, did I/O.</summary>
    public static void Gantt(Stage stage, string title, Timeline timeline)
    {
        var runs = timeline.Slices.Any(slice => slice.Level > 0) ? "a digit: runs, from the queue of that level" : "# runs";
        stage.Gantt(title, timeline.Figures.SelectMany(figures => Spans(timeline, figures)), $"{runs}   . ready, waits   - does I/O");
    }

    /// <summary>The figures of each job.</summary>
    public static void Figures(Stage stage, Timeline timeline)
    {
        stage.Table("", ["job", "arrival", "burst", "start", "end", "turnaround", "waiting", "response"], timeline.Figures.Select(job =>
            (IReadOnlyList<string>)[job.Job.Name, .. new[]
            {
                job.Job.Arrival, (int)job.Job.CpuTicks, job.Start, job.Completion, job.Turnaround, job.Waiting, job.Response,
            }.Select(ticks => Shown(ticks))]));
        stage.WriteLine($"  on average: turnaround {Shown(timeline.AverageTurnaround)}, waiting {Shown(timeline.AverageWaiting)}, " +
            $"response {Shown(timeline.AverageResponse)}");
        stage.WriteLine($"  {timeline.End} ticks, {timeline.IdleTicks} of them idle, {timeline.ContextSwitches} context switches");
    }

    /// <summary>A line per timeline, all of the same jobs.</summary>
    public static void Comparison(Stage stage, string title, string what, IEnumerable<(string Label, Timeline Timeline)> rows) =>
        stage.Table(title, [what, "turnaround", "waiting", "longest waiting", "response", "switches"], rows.Select(row =>
            (IReadOnlyList<string>)
            [
                row.Label, Shown(row.Timeline.AverageTurnaround), Shown(row.Timeline.AverageWaiting),
                Shown(row.Timeline.Figures.Max(job => job.Waiting)), Shown(row.Timeline.AverageResponse),
                Shown(row.Timeline.ContextSwitches),
            ]));

    private static IEnumerable<GanttSpan> Spans(Timeline timeline, JobFigures figures)
    {
        var job = figures.Job;
        yield return new(job.Name, job.Arrival, figures.Completion, '.'); // waits, where nothing below says otherwise
        foreach (var (start, end) in timeline.IoWaits(job)) yield return new(job.Name, start, end, '-');
        foreach (var slice in timeline.Slices.Where(slice => slice.Job == job))
            yield return new(job.Name, slice.Start, slice.End, slice.Level == 0 ? '#' : (char)('0' + slice.Level));
    }

    private static string Shown(int ticks) => ticks.ToString(CultureInfo.InvariantCulture);

    private static string Shown(double ticks) => ticks.ToString("0.00", CultureInfo.InvariantCulture);
}
