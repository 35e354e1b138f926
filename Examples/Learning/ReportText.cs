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
internal sealed class ReportText
{
    private const int MostErrors = 5, MostTimelineLines = 30;

    private readonly ToldReport _told;
    private readonly int _width;

    private ReportText(ToldReport told, int width) => (_told, _width) = (told, width);

    /// <summary>All of it.</summary>
    /// <param name="told">The report.</param>
    /// <param name="all">Whether each failure is told in full, and not the first alone.</param>
    /// <param name="width">How many letters a line may have. What is cut is never what happened: a learner's line of source, for
    /// one.</param>
    public static IEnumerable<string> Of(ToldReport told, bool all, int width) =>
        told.Report.Errors.Count > 0 ? new ReportText(told, width).Errors() : new ReportText(told, width).Verdicts(all);

    private CheckReport Report => _told.Report;

    private string Title => $"{_told.Assignment.Number} {_told.Assignment.Title}";

    private IEnumerable<string> Errors()
    {
        var errors = Report.Errors;
        yield return $"{Title}: does not compile, {(errors.Count == 1 ? "1 error" : $"{errors.Count} errors")}";
        foreach (var error in errors.Take(MostErrors))
        {
            yield return "";
            if (error.Line == 0)
            {
                foreach (var line in Wrap($"{error.File}: {error.Message}")) yield return line;
                continue;
            }
            foreach (var line in Wrap($"{Path.GetFileName(error.File)}({error.Line},{error.Column}): {error.Message} ({error.Code})")) yield return line;
            foreach (var line in Squiggle(error)) yield return line;
            foreach (var line in Wrap(error.Help)) yield return line;
        }
        if (errors.Count <= MostErrors) yield break;
        yield return "";
        yield return $"and {errors.Count - MostErrors} more; mend the first, others may follow from it";
    }

    // A line that is too long loses its beginning rather than the place of the error.
    private IEnumerable<string> Squiggle(CompileError error)
    {
        var number = $"{error.Line,5} | ";
        var room = _width - number.Length;
        var source = error.Source.Replace('\t', ' ').TrimEnd();
        var from = source.Length - source.TrimStart().Length;
        var (start, end) = (error.Column - 1, error.Column - 1 + error.Length);
        if (Math.Min(end, source.Length) - from > room) from = Math.Min(start, source.Length - room);
        yield return number + Cut(source[from..], room);
        yield return new string(' ', number.Length + Math.Max(0, start - from))
            + new string('~', Math.Clamp(room - (start - from), 1, error.Length));
    }

    private IEnumerable<string> Verdicts(bool all)
    {
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{Title}: {Report.Points} of {Report.MaxPoints} points ({Report.Seconds:0.0} s)");
        var width = Report.Checks.Max(check => check.Name.Length);
        foreach (var check in Report.Checks)
        {
            var line = $"  {(check.Passed ? "ok  " : "FAIL")}  {check.Name.PadRight(width)}  {check.Points} of {check.MaxPoints}  ";
            var (strength, effort) = StrengthOf(check);
            var fits = line.Length + strength.Length + effort.Length <= _width;
            yield return (line + strength + (fits ? effort : "")).TrimEnd();
        }
        var failures = Report.Checks.Where(check => !check.Passed).ToList();
        foreach (var check in all ? failures : failures.Take(1))
        {
            yield return "";
            foreach (var line in Failure(check)) yield return line;
        }
        if (!all && failures.Count > 1)
            yield return $"others: workbook check {_told.Assignment.Number} --all tells the other {(failures.Count == 2 ? "one" : failures.Count - 1)} as well";
        if (failures.Count > 0) yield break;
        yield return "";
        foreach (var line in Paragraphs(_told.Assignment.After)) yield return line;
        foreach (var remark in Report.Remarks.SelectMany(remark => Wrap($"remark: {remark}"))) yield return remark;
        yield return $"workbook solution {_told.Assignment.Number} shows the reference solution";
    }

    private IEnumerable<string> Failure(CheckResult check)
    {
        foreach (var line in Wrap($"FAIL: {check.Name}")) yield return line;
        foreach (var line in Wrap(check.Message ?? "")) yield return line;
        foreach (var line in Wrap(check.Explains)) yield return line;
        if (check.Timeline is { } timeline)
        {
            yield return "";
            var lines = timeline.TrimEnd().Split('\n');
            foreach (var line in lines.Take(MostTimelineLines)) yield return line.TrimEnd();
            if (lines.Length > MostTimelineLines) yield return $"       ... {lines.Length - MostTimelineLines} lines more, on the page";
        }
        if (check.Output.Length > 0) yield return Cut($"it printed: {check.Output.TrimEnd().Split('\n')[0]}", _width);
        if (!_told.Replays.TryGetValue(check.Name, out var replay)) yield break;
        yield return "";
        yield return $"again:  workbook replay {replay}";
        yield return $"slowly: workbook replay {replay} --debug      in a debugger";
        if (_told.Page is { } page && page.EndsWith($"{replay}.html", StringComparison.Ordinal)) yield return $"page:   {page}";
    }

    // How sure it is, and what that took.
    private static (string Strength, string Effort) StrengthOf(CheckResult check) => check.Verdict switch
    {
        "Proved" => ("proved", $": {Count(check.Behaviours ?? check.Schedules)}"),
        "HeldToBound" => ($"up to {check.Bound} preemptions", $": {Count(check.Schedules)}"),
        "Sampled" => ("sampled", $": {Count(check.Schedules)}"),
        _ => ("", ""),
    };

    private static string Count(int interleavings) =>
        interleavings == 1 ? "1 interleaving" : string.Create(CultureInfo.InvariantCulture, $"{interleavings:N0} interleavings");

    // The lines of a text as they were written are not those of the terminal; an empty one ends a paragraph.
    private IEnumerable<string> Paragraphs(string text) =>
        text.ReplaceLineEndings("\n").Split("\n\n").SelectMany(paragraph => Wrap(paragraph.Replace('\n', ' ')));

    private static string Cut(string text, int width) => text.Length <= width ? text : $"{text[..(width - 1)]}…";

    private IEnumerable<string> Wrap(string text)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > _width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        if (line.Length > 0) yield return line;
    }
}
