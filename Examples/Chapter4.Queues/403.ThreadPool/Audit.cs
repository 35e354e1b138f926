using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.Pools;

/// <summary>What the log says about a run that is over.</summary>
public sealed class Audit(IReadOnlyList<JobEntry> entries, int jobs)
{
    /// <summary>One sentence for each thing that was to hold, and whether it did.</summary>
    public IEnumerable<string> Findings
    {
        get
        {
            int Count(JobStep step) => entries.Count(entry => entry.Step == step);
            var begun = entries.Where(entry => entry.Step == JobStep.Begins).CountBy(entry => entry.Job).ToDictionary();
            var left = Enumerable.Range(1, jobs).Where(job => !begun.ContainsKey(job)).ToList();
            var twice = begun.Where(pair => pair.Value > 1).Select(pair => pair.Key).Order().ToList();

            var (done, threw) = (Count(JobStep.Done), Count(JobStep.Throws));
            yield return $"{jobs} jobs submitted: {done} done, {threw} threw, {left.Count} never ran";
            if (left.Count > 0) yield return $"LEFT BEHIND: {Numbers(left)}";
            yield return twice.Count == 0 ? "no job ran twice" : $"RAN TWICE: {Numbers(twice)}";
            foreach (var failure in entries.Where(entry => entry.Step == JobStep.Throws))
            {
                var after = entries.SkipWhile(entry => entry != failure)
                    .Count(entry => entry.Step == JobStep.Begins && entry.Worker == failure.Worker);
                yield return $"job {failure.Job} threw on {failure.Worker}, which began {after} more after it";
            }
        }
    }

    /// <summary>A row for each worker that ran a job.</summary>
    public IEnumerable<IReadOnlyList<string>> PerWorker => entries
        .Where(entry => entry.Step == JobStep.Begins).GroupBy(entry => entry.Worker)
        .OrderBy(group => group.Key.Length).ThenBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => (string[])[group.Key, $"{group.Count()}", Numbers([.. group.Select(entry => entry.Job)])]);

    /// <summary>The jobs as stretches of time, a row per worker; a tick is so many milliseconds.</summary>
    public IEnumerable<GanttSpan> Spans(int tickMs)
    {
        foreach (var begin in entries.Where(entry => entry.Step == JobStep.Begins).OrderBy(entry => entry.Worker.Length)
            .ThenBy(entry => entry.Worker, StringComparer.Ordinal))
        {
            var end = entries.FirstOrDefault(entry => entry.Job == begin.Job && entry.Step != JobStep.Begins, begin);
            var from = begin.Ms / tickMs;
            var mark = end.Step == JobStep.Throws ? '!' : (char)('0' + begin.Job % 10);
            yield return new GanttSpan(begin.Worker, from, Math.Max(from + 1, end.Ms / tickMs), mark);
        }
    }

    // The first ones of a long list.
    private static string Numbers(List<int> jobs) =>
        string.Join(' ', jobs.Take(15)) + (jobs.Count > 15 ? $" ... {jobs[^1]}" : "");
}
