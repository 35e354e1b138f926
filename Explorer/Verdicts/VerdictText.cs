using System.Globalization;
using System.Text;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Verdicts;

/// <summary>A verdict as a text for a terminal.</summary>
internal static class VerdictText
{
    /// <summary>The verdict with its strength, in one sentence.</summary>
    public static string Headline(Verdict verdict)
    {
        var effort = string.Create(CultureInfo.InvariantCulture,
            $"{Count(verdict.Schedules, "schedule")}, {verdict.Time.TotalSeconds:0.00} s");
        return verdict.Strength switch
        {
            Strength.Proved when verdict.Behaviours == 1 => $"Proved: the one behaviour that this test has holds ({effort})",
            Strength.Proved => $"Proved: all {Number(verdict.Behaviours ?? 0)} behaviours of this test hold ({effort})",
            Strength.HeldToBound =>
                $"Held to bound {verdict.Bound}: no schedule with at most {Count(verdict.Bound, "preemption")} fails ({effort})",
            Strength.Sampled => string.Create(CultureInfo.InvariantCulture,
                $"Sampled: none of {Count(verdict.Schedules, "schedule")} fails{Among(verdict)}{Odds(verdict)} "
                + $"({verdict.Time.TotalSeconds:0.00} s)"),
            _ => $"Failed: {verdict.Failure!.Message.TrimEnd('.')} ({verdict.Failure.Kind.Text()}; "
                + $"{Count(verdict.Preemptions, "preemption")}, "
                + $"found in schedule {Number(verdict.FirstFailure ?? 0)})",
        };
    }

    /// <summary>The headline; the story and the timeline if it failed; races, notes, and what was not looked at.</summary>
    public static string Of(Verdict verdict, int width)
    {
        var text = new StringBuilder();
        Wrapped(text, width, "", Headline(verdict));
        if (verdict.TimelineOf(width) is { } timeline) text.Append('\n').Append(timeline);
        if (verdict.Races.Count > 0 || verdict.Notes.Count > 0) text.Append('\n');
        foreach (var race in verdict.Races) Wrapped(text, width, "race: ", $"{race}{(race.MattersHere ? "; it matters here" : "")}");
        foreach (var note in verdict.Notes) Wrapped(text, width, "note: ", note);
        if (verdict.Replay is { } replay) Wrapped(text, width, "\n", $"schedule {replay.Id}: {replay.Schedule}");
        Wrapped(text, width, "not looked at: ", NotLookedAt(verdict));
        return text.ToString();
    }

    private static string NotLookedAt(Verdict verdict) => verdict.Memory == MemoryModel.Tso
        ? "memory that is weaker than x86-64's (Arm), and accesses that the compiler moves"
        : "memory that is weaker than interleavings (store buffers)";

    private static string Among(Verdict verdict) =>
        verdict.Estimate is { } all ? string.Create(CultureInfo.InvariantCulture, $", of about {all:G2} that there are") : "";

    private static string Odds(Verdict verdict) => verdict.LeastOdds is { } odds
        ? "; a fault of depth 3 would have been found with probability at least "
            + odds.ToString("G2", CultureInfo.InvariantCulture)
        : "";

    private static void Wrapped(StringBuilder text, int width, string head, string rest)
    {
        var first = true;
        foreach (var line in TextTimeline.Wrapped(rest, width - head.Length))
        {
            text.Append(first ? head : new string(' ', head.TrimStart('\n').Length)).Append(line).Append('\n');
            first = false;
        }
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{Number(count)} {what}s";
}
