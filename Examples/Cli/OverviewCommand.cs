using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary>Bare <c>workbook</c>: where the learner is, what comes next, and how to go on.</summary>
internal static class OverviewCommand
{
    public static int Run(Session session)
    {
        var progress = session.Progress.Read();
        var stage = session.Stage();
        foreach (var chapter in session.Catalogue.Chapters)
        {
            var done = chapter.Exercises.Count(exercise => ListCommand.IsDone(exercise, progress));
            var run = chapter.Exercises.Count(exercise => progress.HasRun(exercise.Number));
            var all = chapter.Exercises.Count;
            stage.WriteLine($"{chapter.Number} {chapter.Title,-24} {Bar(run, all)} {run} of {all} run, {done} done");
        }
        var next = session.Catalogue.Exercises.FirstOrDefault(exercise => !progress.HasRun(exercise.Number));
        var example = next?.Number ?? session.Catalogue.Exercises.FirstOrDefault()?.Number ?? 101;
        stage.WriteLine();
        foreach (var exercise in session.Catalogue.Exercises.Where(one => IsAtWork(one, progress)))
            stage.WriteLine($"Started: {exercise.Number} {exercise.Title}, {progress.Points(exercise.Number)} of {exercise.Points} points; workbook check {exercise.Number}");
        stage.WriteLine(next is null ? "Every demo here has been run." : $"Next: {next.Number} {next.Title}");
        stage.WriteLine();
        stage.WriteLine($"  workbook show {example}   what it is about");
        stage.WriteLine($"  workbook run {example}    see it run");
        if (next is not null && Assignments.Of(next) is not null) stage.WriteLine($"  workbook start {example}  write it yourself");
        stage.WriteLine("  workbook list       all exercises");
        return ExitCode.Fine;
    }

    private static bool IsAtWork(Exercise exercise, Progress progress) =>
        exercise.IsCoursework && progress.Directory(exercise.Number) is not null && !progress.HasPassed(exercise.Number);

    private static string Bar(int part, int whole)
    {
        const int Width = 20;
        var full = whole == 0 ? 0 : part * Width / whole;
        return new string('█', full) + new string('░', Width - full);
    }
}
