// A failure is told in this order, on one screen: what should hold, what happened, the story, the timeline, how to see it again.
//
//      205 Ticket selling: 5 of 10 points
//        ok    less than one ticket is refused                  1 of 1  proved, 1 interleaving
//        FAIL  no ticket is sold twice                          0 of 2
//        ...
//      FAIL: no ticket is sold twice
//      T2 was sold twice: by w2 and by w1
//      Two windows sold the same ticket: both looked before either had taken it.
//      ...

using System.Globalization;
using Workbook.Coursework.Checking;
using Workbook.Coursework.Compiling;

namespace Workbook.Examples.Learning;

/// <summary>What came of a check, as lines.</summary>
internal static class ReportText
{
    private const int MostErrors = 5, MostTimelineLines = 30, Width = 118;

    /// <summary>All of it.</summary>
    /// <param name="told">The report.</param>
    /// <param name="all">Whether each failure is told in full, and not the first alone.</param>
    public static IEnumerable<string> Of(ToldReport told, bool all) =>
        told.Report.Errors.Count > 0 ? Errors(told) : Verdicts(told, all);

    private static IEnumerable<string> Errors(ToldReport told)
    {
        var errors = told.Report.Errors;
        yield return $"{Title(told)}: does not compile, {(errors.Count == 1 ? "1 error" : $"{errors.Count} errors")}";
        foreach (var error in errors.Take(MostErrors))
        {
            yield return "";
            if (error.Line == 0)
            {
                foreach (var line in Wrap($"{error.File}: {error.Message}")) yield return line;
                continue;
            }
            yield return $"{Path.GetFileName(error.File)}({error.Line},{error.Column}): {error.Message} ({error.Code})";
            foreach (var line in Squiggle(error)) yield return line;
            foreach (var line in Wrap(error.Help)) yield return line;
        }
        if (errors.Count > MostErrors) yield return $"\nand {errors.Count - MostErrors} more; mend the first, others may follow from it";
    }

    private static IEnumerable<string> Squiggle(CompileError error)
    {
        var number = $"{error.Line,5} | ";
        var source = error.Source.Replace('\t', ' ').TrimEnd();
        var indent = source.Length - source.TrimStart().Length;
        yield return number + source[indent..];
        yield return new string(' ', number.Length + Math.Max(0, error.Column - 1 - indent)) + new string('~', Math.Clamp(error.Length, 1, Width));
    }

    private static IEnumerable<string> Verdicts(ToldReport told, bool all)
    {
        var report = told.Report;
        yield return string.Create(CultureInfo.InvariantCulture, $"{Title(told)}: {report.Points} of {report.MaxPoints} points ({report.Seconds:0.0} s)");
        var width = report.Checks.Max(check => check.Name.Length);
        foreach (var check in report.Checks)
            yield return $"  {(check.Passed ? "ok  " : "FAIL")}  {check.Name.PadRight(width)}  {check.Points} of {check.MaxPoints}  {StrengthOf(check)}".TrimEnd();
        var failures = report.Checks.Where(check => !check.Passed).ToList();
        foreach (var check in all ? failures : failures.Take(1))
        {
            yield return "";
            foreach (var line in Failure(told, check)) yield return line;
        }
        if (!all && failures.Count > 1) yield return $"workbook check {told.Assignment.Number} --all tells the other {failures.Count - 1} as well";
        if (failures.Count > 0) yield break;
        yield return "";
        foreach (var line in told.Assignment.After.Split('\n').Where(line => line.Length > 0)) yield return line.TrimEnd();
        foreach (var remark in report.Remarks.SelectMany(remark => Wrap($"remark: {remark}"))) yield return remark;
        yield return $"workbook solution {told.Assignment.Number} shows the reference solution";
    }

    private static IEnumerable<string> Failure(ToldReport told, CheckResult check)
    {
        yield return $"FAIL: {check.Name}";
        foreach (var line in Wrap(check.Message ?? "")) yield return line;
        foreach (var line in Wrap(check.Explains)) yield return line;
        if (check.Timeline is { } timeline)
        {
            yield return "";
            var lines = timeline.TrimEnd().Split('\n');
            foreach (var line in lines.Take(MostTimelineLines)) yield return line.TrimEnd();
            if (lines.Length > MostTimelineLines) yield return $"       ... {lines.Length - MostTimelineLines} lines more, on the page";
        }
        if (check.Output.Length > 0) yield return $"it printed: {check.Output.TrimEnd().Split('\n')[0]}";
        if (!told.Replays.TryGetValue(check.Name, out var replay)) yield break;
        yield return "";
        yield return $"again: workbook replay {replay}      in a debugger: workbook replay {replay} --debug";
        if (told.Page is { } page && page.EndsWith($"{replay}.html", StringComparison.Ordinal)) yield return $"page:  {page}";
    }

    private static string StrengthOf(CheckResult check) => check.Verdict switch
    {
        "Proved" => $"proved: {Count(check.Behaviours ?? check.Schedules)}",
        "HeldToBound" => $"holds up to {check.Bound} preemptions: {Count(check.Schedules)}",
        "Sampled" => $"sampled: {Count(check.Schedules)}",
        _ => "",
    };

    private static string Count(int interleavings) =>
        interleavings == 1 ? "1 interleaving" : string.Create(CultureInfo.InvariantCulture, $"{interleavings:N0} interleavings");

    private static string Title(ToldReport told) => $"{told.Assignment.Number} {told.Assignment.Title}";

    private static IEnumerable<string> Wrap(string text)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        if (line.Length > 0) yield return line;
    }
}
