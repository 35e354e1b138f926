using System.CommandLine;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook hint N</c>: the next hint each time, until there are no more.</summary>
internal static class HintCommand
{
    public static Command Create(Session session)
    {
        var name = Verb.ExerciseArgument(session);
        var all = new Option<bool>("--all") { Description = "All hints at once; which one is next does not change" };
        var again = new Option<bool>("--again") { Description = "Starts over with the first hint" };
        var command = new Verb("hint", "Shows the next hint for an exercise",
            "workbook hint 205", "workbook hint 205 --all") { name, all, again };
        command.SetAction(result =>
        {
            var exercise = session.Exercise(result.GetValue(name) ?? throw command.NamesNoExercise());
            var hints = exercise.Hints;
            if (hints.Count == 0) session.Output.WriteLine($"{exercise.Name} has no hints");
            else if (result.GetValue(all)) for (var i = 0; i < hints.Count; i++) Show(session, hints, i);
            else ShowNext(session, exercise, result.GetValue(again));
            return ExitCode.Fine;
        });
        return command;
    }

    /// <summary>Shows the hint after the last one that was shown.</summary>
    public static void ShowNext(Session session, Exercise exercise, bool again = false)
    {
        var hints = exercise.Hints;
        var next = again ? 0 : session.Progress.Read().HintsShown(exercise.Number);
        if (next >= hints.Count)
        {
            session.Output.WriteLine(
                $"that was the last of {hints.Count} hints; "
                + $"workbook hint {exercise.Number} --again starts over, --all shows all");
            return;
        }
        Show(session, hints, next);
        session.Progress.Change(progress => progress.SetHintsShown(exercise.Number, next + 1));
    }

    private static void Show(Session session, IReadOnlyList<Hint> hints, int index)
    {
        var hint = hints[index];
        var markdown = $"## Hint {index + 1} of {hints.Count}: {hint.Title}\n{hint.Text}\n";
        if (session.Terminal is { } terminal) StatementView.Write(terminal, markdown, unfold: true);
        else session.Output.WriteLine(markdown);
    }
}
