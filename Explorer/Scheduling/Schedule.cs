using System.Globalization;

namespace Workbook.Explorer.Scheduling;

/// <summary>Who moved, step by step, as a text: <c>t0*3 t1*2 t0</c> is main three times, the first thread twice, main. Where
/// threads have store buffers, <c>b1</c> is that of the first thread.</summary>
internal static class Schedule
{
    public static string Write(IEnumerable<int> threads, MemoryModel memory = MemoryModel.Interleaved)
    {
        var runs = new List<(int Thread, int Count)>();
        foreach (var thread in threads)
        {
            if (runs.Count > 0 && runs[^1].Thread == thread) runs[^1] = (thread, runs[^1].Count + 1);
            else runs.Add((thread, 1));
        }
        return string.Join(' ', runs.Select(run => Name(run.Thread, memory) + (run.Count == 1 ? "" : $"*{run.Count}")));
    }

    /// <exception cref="FormatException">This is no schedule.</exception>
    public static List<int> Read(string text, MemoryModel memory = MemoryModel.Interleaved)
    {
        var threads = new List<int>();
        foreach (var run in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = run.Split('*');
            var count = 1;
            if (parts.Length > 2 || NumberOf(parts[0], memory) is not { } thread
                || (parts.Length == 2 && (!int.TryParse(parts[1], out count) || count is < 1 or > 1_000_000)))
                throw new FormatException($"'{run}' is no part of a schedule: it should be like t1 or t1*3.");
            threads.AddRange(Enumerable.Repeat(thread, count));
        }
        return threads;
    }

    // With store buffers, each thread has its own right behind it.
    private static string Name(int thread, MemoryModel memory) => memory == MemoryModel.Interleaved
        ? $"t{thread}" : $"{(thread % 2 == 0 ? 't' : 'b')}{thread / 2}";

    private static int? NumberOf(string name, MemoryModel memory)
    {
        var isBuffer = memory == MemoryModel.Tso && name[0] == 'b';
        if ((!isBuffer && name[0] != 't') || !int.TryParse(name.AsSpan(1), CultureInfo.InvariantCulture, out var number)
            || number is < 0 or > 1_000_000) return null;
        return memory == MemoryModel.Interleaved ? number : (2 * number) + (isBuffer ? 1 : 0);
    }
}
