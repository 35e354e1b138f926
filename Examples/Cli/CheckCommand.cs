using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Coursework.Catalogue;
using Workbook.Coursework.Checking;
using Workbook.Examples.Learning;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook check 205</c>: compiles the learner's file, explores it, and tells each check's verdict.</summary>
internal static class CheckCommand
{
    private static readonly JsonSerializerOptions _style = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create(Session session)
    {
        var name = Verb.ExerciseArgument(session, "; the one that is started, if there is only one");
        var all = new Option<bool>("--all") { Description = "Tells every failure in full, and not the first alone" };
        var schedules = AuthorCommand.SchedulesOption();
        var open = new Option<bool>("--open") { Description = "Shows the first failure as a page in a browser" };
        var json = new Option<bool>("--json") { Description = "One JSON object, for programs" };
        var command = new Verb("check", "Checks what you wrote, under every interleaving", "workbook check 205")
        {
            name, all, schedules, open, json,
        };
        command.SetAction(result =>
        {
            var effort = AuthorCommand.AtLeastOne(result, schedules);
            using var checker = new CheckerProcess(session.Checker);
            checker.Warm(); // it gets ready while we read
            var learner = new Learner(session);
            var assignment = Assignment(learner, result.GetValue(name), command);
            var answer = learner.StartedFolder(assignment).Read();
            var report = Run(session, checker, learner.Job(assignment, answer) with { Schedules = effort },
                isQuiet: result.GetValue(json));
            var told = learner.Record(assignment, report);
            if (result.GetValue(json)) session.Output.WriteLine(ToJson(told).ToJsonString(_style));
            else ReportView.Write(session, told, result.GetValue(all));
            if (result.GetValue(open) && told.Page is { } page && session.OpenBrowser(page) is { } why)
                session.Error.WriteLine($"--open: {why}; open {page} in a browser");
            return report.Passed ? ExitCode.Fine : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>Checks, and shows on a terminal which check is at work. Blocks until all results are there.</summary>
    /// <exception cref="CommandException">Ctrl+C, or the disk cannot be written.</exception>
    public static CheckReport Run(Session session, CheckerProcess checker, CheckJob job, bool isQuiet,
        CancellationToken cancel = default)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(session.Interruptible(), cancel);
        using var view = new CheckingView(session, isQuiet, job.Assignment);
        try { return checker.Run(job, view, both.Token); }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested) { throw new CommandException(ExitCode.Interrupted, "interrupted"); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failed, $"it cannot be checked: {e.Message}");
        }
    }

    private static Assignment Assignment(Learner learner, string? name, Verb command)
    {
        if (name is not null) return learner.Find(name).Assignment;
        return learner.Started() switch
        {
            [] => throw new CommandException(ExitCode.Refused, "check: nothing is started yet; workbook start 205, for one"),
            [var only] => only,
            var several => throw new CommandException(ExitCode.Refused,
                $"{command.Name}: which? Started are {string.Join(", ", several.Select(one => one.Number))}"),
        };
    }

    private static JsonObject ToJson(ToldReport told) => new()
    {
        ["number"] = told.Assignment.Number,
        ["passed"] = told.Report.Passed,
        ["points"] = told.Report.Points,
        ["maxPoints"] = told.Assignment.Points,
        ["seconds"] = Math.Round(told.Report.Seconds, 3),
        ["checks"] = new JsonArray([.. told.Report.Checks.Select(check => new JsonObject
        {
            ["name"] = check.Name,
            ["points"] = check.Points,
            ["maxPoints"] = check.MaxPoints,
            ["passed"] = check.Passed,
            ["verdict"] = check.Verdict,
            ["kind"] = check.Kind,
            ["schedules"] = check.Schedules,
            ["seconds"] = Math.Round(check.Seconds, 3),
            ["message"] = check.Message,
            ["story"] = check.Story,
            ["replay"] = told.Replays.GetValueOrDefault(check.Name),
        })]),
        ["errors"] = new JsonArray([.. told.Report.Errors.Select(error => new JsonObject
        {
            ["file"] = error.File,
            ["line"] = error.Line,
            ["column"] = error.Column,
            ["code"] = error.Code,
            ["message"] = error.Message,
            ["help"] = error.Help,
        })]),
        ["remarks"] = new JsonArray([.. told.Report.Remarks.Select(remark => JsonValue.Create(remark))]),
        ["page"] = told.Page,
    };
}
