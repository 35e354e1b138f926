using Workbook.Coursework.Catalogue;
using Workbook.Coursework.Checking;
using Workbook.Examples.Cli;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Learning;

/// <summary>A learner's work on the exercises: which folder belongs to which, and what is known of it.</summary>
internal sealed class Learner(Session session)
{
    /// <summary>An exercise that can be assigned.</summary>
    /// <exception cref="CommandException">There is none of that name, or it has no checks.</exception>
    public (Exercise Exercise, Assignment Assignment) Find(string name)
    {
        var exercise = session.Exercise(name);
        if (Assignments.Of(exercise) is { } assignment) return (exercise, assignment);
        throw new CommandException(ExitCode.Refused, exercise.IsCoursework
            ? $"{exercise.Name} has no checks yet: run it, workbook run {exercise.Number}"
            : $"{exercise.Name} is a demonstration, there is nothing to write: workbook run {exercise.Number}");
    }

    /// <summary>Where the learner works on it, or would.</summary>
    public WorkFolder Folder(Assignment assignment) =>
        Folder(assignment, session.Progress.Read().Directory(assignment.Number) is { } known ? Near(known)
            : Path.Combine(session.Work, assignment.FolderName));

    /// <summary>A folder to work on it in.</summary>
    public WorkFolder Folder(Assignment assignment, string path) =>
        new(path, Path.GetDirectoryName(Path.GetFullPath(session.Work))!, assignment);

    // As somebody who is here would call it: work/205-ticket-selling.
    private static string Near(string folder) =>
        Path.GetRelativePath(Environment.CurrentDirectory, folder) is var near && near != "."
            && !near.StartsWith("..", StringComparison.Ordinal)
            ? near : folder;

    /// <summary>The same, of one that was started.</summary>
    /// <exception cref="CommandException">It was not.</exception>
    public WorkFolder StartedFolder(Assignment assignment)
    {
        var folder = Folder(assignment);
        return Directory.Exists(folder.Path) ? folder
            : throw new CommandException(ExitCode.Refused,
                $"{assignment.Number} {assignment.Slug} is not started yet: workbook start {assignment.Number}");
    }

    /// <summary>The exercises that were started and are there, by number.</summary>
    public IReadOnlyList<Assignment> Started() =>
    [
        .. session.Catalogue.Exercises.Where(exercise => exercise.IsCoursework).Select(Assignments.Of).OfType<Assignment>()
            .Where(assignment => Directory.Exists(Folder(assignment).Path)),
    ];

    /// <summary>What a checker is to do.</summary>
    public CheckJob Job(Assignment assignment, SourceFile answer) => new()
    {
        Assignment = assignment,
        Candidate = answer,
        Directory = Path.Combine(Path.GetFullPath(session.Work), "checked", $"{assignment.Number}"),
        Width = session.Width,
    };

    /// <summary>Writes down what came of a check: the points, and the interleavings that fail.</summary>
    /// <returns>The report as it is told: with the name to replay each failure by, and the page of the first.</returns>
    public ToldReport Record(Assignment assignment, CheckReport report)
    {
        var replays = new Dictionary<string, string>();
        string? page = null;
        try
        {
            foreach (var check in report.Checks.Where(check => check.Replay is not null))
            {
                var (name, path) = session.Replays.Save(Explorer.Verdicts.Replay.FromJson(check.Replay!));
                replays[check.Name] = name;
                if (page is not null || check.Page is not { } html) continue;
                page = Path.Combine(Path.GetDirectoryName(path)!, $"{name}.html");
                File.WriteAllText(page, html);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            session.Error.WriteLine($"the failing interleavings are not kept: {e.Message}");
        }
        session.Progress.Change(progress =>
        {
            if (report.Errors.Count == 0) progress.SetChecked(assignment.Number, report.Points, report.Passed);
            if (report.Checks.FirstOrDefault(check => !check.Passed && replays.ContainsKey(check.Name)) is { } first)
                progress.SetLastReplay(assignment.Number, replays[first.Name]);
        });
        return new ToldReport(assignment, report, replays, page);
    }
}
