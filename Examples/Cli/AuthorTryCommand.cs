using System.CommandLine;
using System.Globalization;
using Workbook.Coursework.Catalogue;
using Workbook.Coursework.Checking;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook author try 205 Mutants/NoLock.cs</c>: any file as the answer to an exercise, told in full.</summary>
internal static class AuthorTryCommand
{
    public static Command Create(Session session)
    {
        var name = Verb.ExerciseArgument(session);
        var file = new Argument<string?>("file") { Description = "The candidate", Arity = ArgumentArity.ZeroOrOne };
        var from = AuthorCommand.FromOption();
        var command = new Verb("try", "Checks any file as the answer to an exercise",
            "workbook author try 205 TicketOffice.cs") { name, file, from };
        command.SetAction(result =>
        {
            var assignment = Corpus.Assignments(session, [result.GetValue(name) ?? throw command.NamesNoExercise()],
                result.GetValue(from))[0];
            var path = result.GetValue(file) ?? throw new CommandException(ExitCode.Refused, "try: which file?");
            if (!File.Exists(path)) throw new CommandException(ExitCode.Refused, $"{path}: no such file");
            var directory = Directory.CreateTempSubdirectory("workbook-try-");
            try
            {
                using var checker = new CheckerProcess(session.Checker);
                var report = checker.Run(new CheckJob
                {
                    Assignment = assignment,
                    Candidate = new SourceFile(Path.GetFullPath(path), File.ReadAllText(path)),
                    Directory = directory.FullName,
                    Width = session.Width,
                }, cancel: session.Interruptible());
                foreach (var line in Lines(report)) session.Output.WriteLine(line);
                return report.Passed ? ExitCode.Fine : ExitCode.Failed;
            }
            catch (OperationCanceledException) { throw new CommandException(ExitCode.Interrupted, "interrupted"); }
            finally { directory.Delete(recursive: true); }
        });
        return command;
    }

    private static IEnumerable<string> Lines(CheckReport report)
    {
        foreach (var error in report.Errors) yield return $"{Path.GetFileName(error.File)}({error.Line},{error.Column}): {error.Message}";
        foreach (var check in report.Checks)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{(check.Passed ? "pass" : "FAIL")}  {check.Name}  ({check.MaxPoints} points; {check.Verdict}{(check.Behaviours is { } all ? $", {all} behaviours" : "")}, {check.Schedules} schedules, {check.Seconds:0.00} s)");
            if (check.Passed) continue;
            yield return $"      {check.Kind}: {check.Message}";
            yield return $"      {check.Explains}";
            if (check.Timeline is { } timeline) yield return "\n" + timeline;
            foreach (var note in check.Notes) yield return $"      {note}";
        }
        foreach (var remark in report.Remarks) yield return $"remark: {remark}";
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{report.Points} of {report.MaxPoints} points, {report.Seconds:0.00} s");
    }
}
