using System.CommandLine;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook show N</c>: the statement. Redirected, it is the Markdown as it was written.</summary>
internal static class ShowCommand
{
    public static Command Create(Session session)
    {
        var name = Verb.ExerciseArgument(session);
        var answers = new Option<bool>("--answers") { Description = "Unfolds the answers to the questions at the end" };
        var command = new Verb("show", "Shows the statement of an exercise", "workbook show 205") { name, answers };
        command.SetAction(result =>
        {
            var exercise = session.Exercise(result.GetValue(name) ?? throw command.NamesNoExercise());
            var statement = exercise.Statement
                ?? throw new CommandException(ExitCode.Failed, $"{exercise.Name} has no statement; its README.md is missing");
            if (session.Terminal is { } terminal) StatementView.Write(terminal, statement, unfold: result.GetValue(answers));
            else session.Output.Write(statement);
            return ExitCode.Fine;
        });
        return command;
    }
}
