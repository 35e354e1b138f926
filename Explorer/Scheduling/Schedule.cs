namespace Workbook.Explorer.Scheduling;

/// <summary>Who moved, step by step, as a text: <c>t0*3 t1*2 t0</c> is main three times, the first thread twice, main.</summary>
internal static class Schedule
{
    public static string Write(IEnumerable<int> threads)
    {
        var runs = new List<(int Thread, int Count)>();
        foreach (var thread in threads)
        {
            if (runs.Count > 0 && runs[^1].Thread == thread) runs[^1] = (thread, runs[^1].Count + 1);
            else runs.Add((thread, 1));
        }
        return string.Join(' ', runs.Select(run => run.Count == 1 ? $"t{run.Thread}" : $"t{run.Thread}*{run.Count}"));
    }

    /// <exception cref="FormatException">This is no schedule.</exception>
    public static List<int> Read(string text)
    {
        var threads = new List<int>();
        foreach (var run in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = run.Split('*');
            var count = 1;
            if (parts.Length > 2 || run[0] != 't' || !int.TryParse(parts[0].AsSpan(1), out var thread) || thread < 0
                || (parts.Length == 2 && (!int.TryParse(parts[1], out count) || count is < 1 or > 1_000_000)))
                throw new FormatException($"'{run}' is no part of a schedule: it should be like t1 or t1*3.");
            threads.AddRange(Enumerable.Repeat(thread, count));
        }
        return threads;
    }
}
