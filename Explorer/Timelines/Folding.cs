namespace Workbook.Explorer.Timelines;

/// <summary>Leaves out of a long timeline what a reader can do without.</summary>
internal static class Folding
{
    private const int Screen = 20, AtTheEnd = 9, LongestRound = 8;

    /// <summary>The rows, with a row of thread -1 in the place of those that are left out.</summary>
    public static List<TimelineRow> Fold(IReadOnlyList<TimelineRow> rows)
    {
        var shown = Rounds([.. rows]);
        if (shown.Count <= Screen) return shown;
        var keep = new bool[shown.Count];
        var seen = new HashSet<int>();
        for (var i = 0; i < shown.Count; i++)
        {
            keep[i] |= i >= shown.Count - AtTheEnd || seen.Add(shown[i].Thread) || shown[i].Thread < 0;
            if (!shown[i].IsPreemption) continue;
            for (var near = Math.Max(0, i - 2); near <= Math.Min(shown.Count - 1, i + 1); near++) keep[near] = true;
        }
        return LeaveOut(shown, keep);
    }

    private static List<TimelineRow> LeaveOut(List<TimelineRow> rows, bool[] keep)
    {
        var folded = new List<TimelineRow>();
        for (var i = 0; i < rows.Count;)
        {
            var end = i;
            while (end < rows.Count && !keep[end]) end++;
            if (end - i > 1) folded.Add(Dots($"… {end - i} more of {Names(rows[i..end])}"));
            else if (end - i == 1) folded.Add(rows[i]);
            if (end < rows.Count) folded.Add(rows[end]);
            i = end + 1;
        }
        return folded;
    }

    // At the end of a livelock the same rows come again and again.
    private static List<TimelineRow> Rounds(List<TimelineRow> rows)
    {
        for (var length = 1; length <= LongestRound; length++)
        {
            var start = rows.Count - length;
            while (start > 0 && IsSame(rows[start - 1], rows[start - 1 + length])) start--;
            var rounds = (rows.Count - start) / length;
            if (rounds < 5) continue;
            return [.. rows[..(start + length)], Dots($"… and so on, {rounds} times")];
        }
        return rows;
    }

    private static bool IsSame(TimelineRow one, TimelineRow other) => one.Thread == other.Thread && one.Line == other.Line
        && one.What == other.What;

    private static string Names(List<TimelineRow> rows) => string.Join(", ", rows.Select(row => row.Name).Distinct());

    private static TimelineRow Dots(string what) => new(-1, "", null, 0, null, what, IsPreemption: false);
}
