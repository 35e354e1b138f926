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
            stage.WriteLine($"{chapter.Number} {chapter.Title,-24} {Bar(run, chapter.Exercises.Count)} {run} of {chapter.Exercises.Count} run, {done} done");
        }
        var next = session.Catalogue.Exercises.FirstOrDefault(exercise => !progress.HasRun(exercise.Number));
        var example = next?.Number ?? session.Catalogue.Exercises.FirstOrDefault()?.Number ?? 101;
        stage.WriteLine();
        stage.WriteLine(next is null ? "Every demo here has been run." : $"Next: {next.Number} {next.Title}");
        stage.WriteLine();
        stage.WriteLine($"  workbook show {example}   what it is about");
        stage.WriteLine($"  workbook run {example}    see it run");
        stage.WriteLine("  workbook list       all exercises");
        return ExitCode.Fine;
    }

    private static string Bar(int part, int whole)
    {
        const int Width = 20;
        var full = whole == 0 ? 0 : part * Width / whole;
        return new string('█', full) + new string('░', Width - full);
    }
}
