using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Workbook.Coursework.Authoring;
using Workbook.Coursework.Checking;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook author check</c>: right answers pass and wrong ones fail, for their stated reason.</summary>
internal static class AuthorCheckCommand
{
    public static Command Create(Session session)
    {
        var names = new Argument<string[]>("exercises")
        {
            Description = "Numbers or slugs; all, if none is named",
            Arity = ArgumentArity.ZeroOrMore
        };
        var repeat = new Option<int>("--repeat")
        {
            Description = "How often, each time with another seed",
            DefaultValueFactory = _ => 1
        };
        var workers = new Option<int>("--workers")
        {
            Description = "How many at a time",
            DefaultValueFactory = _ => Environment.ProcessorCount
        };
        var schedules = AuthorCommand.SchedulesOption();
        var json = new Option<bool>("--json") { Description = "One JSON object, for programs" };
        var from = AuthorCommand.FromOption();
        var command = new Verb("check", "Verifies every exercise: right answers pass, wrong ones fail for their stated reason",
            "workbook author check", "workbook author check 205 --repeat 20") { names, repeat, schedules, workers, json, from };
        command.SetAction(result =>
        {
            var assignments = Corpus.Assignments(session, result.GetValue(names) ?? [], result.GetValue(from));
            var directory = Directory.CreateTempSubdirectory("workbook-author-");
            try
            {
                var check = new CorpusCheck(assignments, AuthorCommand.AtLeastOne(result, repeat),
                    () => new CheckerProcess(session.Checker), directory.FullName)
                {
                    Schedules = AuthorCommand.AtLeastOne(result, schedules),
                };
                var reports = Run(session, check, AuthorCommand.AtLeastOne(result, workers), result.GetValue(json));
                if (result.GetValue(json)) WriteJson(session, reports);
                else WriteTable(session, reports);
                return reports.All(report => report.Misgraded.Count + report.Faults.Count == 0) ? ExitCode.Fine : ExitCode.Failed;
            }
            finally { directory.Delete(recursive: true); }
        });
        return command;
    }

    private static IReadOnlyList<ExerciseReport> Run(Session session, CorpusCheck check, int workers, bool isQuiet)
    {
        var stage = session.Stage();
        using var view = isQuiet || !stage.IsTerminal ? null : new CorpusProgress(stage, check);
        try { return check.Run(workers, session.Interruptible()); }
        catch (OperationCanceledException) { throw new CommandException(ExitCode.Interrupted, "interrupted"); }
    }

    private static void WriteTable(Session session, IReadOnlyList<ExerciseReport> reports)
    {
        string Seconds(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture);
        session.Stage().Table("", ["exercise", "starter", "solution", "variants", "mutants caught", "all, s", "solution, s"],
            reports.Select(report =>
            (IReadOnlyList<string>)
            [
                $"{report.Assignment.Number} {report.Assignment.Slug}", report.StarterFails ? "fails" : "PASSES",
                    report.Solution ? "passes" : "FAILS",
                $"{report.VariantsPassed} of {report.Assignment.Variants.Count}",
                    $"{report.MutantsCaught} of {report.Assignment.Mutants.Count}",
                Seconds(report.Seconds), Seconds(report.SolutionSeconds),
            ]));
        foreach (var report in reports)
        {
            foreach (var wrong in report.Misgraded) session.Output.WriteLine($"{report.Assignment.Number}: misgraded: {wrong}");
            foreach (var fault in report.Faults) session.Output.WriteLine($"{report.Assignment.Number}: {fault}");
        }
        var candidates = reports.Sum(report => 2 + report.Assignment.Variants.Count + report.Assignment.Mutants.Count);
        session.Output.WriteLine($"{reports.Sum(report => report.Misgraded.Count)} misgraded of {candidates} candidates");
    }

    private static void WriteJson(Session session, IReadOnlyList<ExerciseReport> reports) =>
        session.Output.WriteLine(new JsonObject
        {
            ["exercises"] = new JsonArray([.. reports.Select(report => new JsonObject
        {
            ["number"] = report.Assignment.Number,
            ["solution"] = report.Solution,
            ["starterFails"] = report.StarterFails,
            ["variants"] = new JsonObject { ["passed"] = report.VariantsPassed, ["of"] = report.Assignment.Variants.Count },
            ["mutants"] = new JsonObject { ["caught"] = report.MutantsCaught, ["of"] = report.Assignment.Mutants.Count },
            ["seconds"] = Math.Round(report.Seconds, 2),
            ["misgraded"] = new JsonArray([.. report.Misgraded.Select(wrong => JsonValue.Create(wrong))]),
            ["faults"] = new JsonArray([.. report.Faults.Select(fault => JsonValue.Create(fault))]),
        })]),
            ["misgraded"] = reports.Sum(report => report.Misgraded.Count),
        }.ToJsonString(new System.Text.Json.JsonSerializerOptions
        {
            WriteIndented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
        }));
}
