using System.CommandLine;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook run N</c>: the demo. Each exercise is a subcommand with its own options, made only when it is asked for.</summary>
internal static class RunCommand
{
    /// <param name="session">The world.</param>
    /// <param name="asked">The exercise that the command line names, if it names one.</param>
    public static Command Create(Session session, Exercise? asked)
    {
        var name = Verb.ExerciseArgument(session, "all");
        var command = new Verb("run", "Runs a demo, or all of them with small inputs",
            "workbook run 205", "workbook run 205 --help", "workbook run all") { name };
        command.SetAction(result =>
        {
            // One that is there would have been a subcommand, so this can only tell that it is not.
            session.Exercise(result.GetValue(name) ?? throw command.NamesNoExercise());
            return ExitCode.Refused;
        });
        command.Add(RunAllCommand.Create(session));
        if (asked is not null) command.Add(DemoCommand.Create(session, asked));
        return command;
    }
}
