using System.CommandLine;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook run N</c>: the demo. Each exercise is a subcommand with its own options, made only when it is asked for.</summary>
internal static class RunCommand
{
    /// <param name="session">The world.</param>
    /// <param name="asked">What the command line names after <c>run</c>, if anything.</param>
    public static Command Create(Session session, string? asked)
    {
        var name = Verb.ExerciseArgument(session, ", or all");
        var command = new Verb("run", "Runs a demo, or all of them with small inputs",
            "workbook run 205", "workbook run 205 --help", "workbook run all");
        command.SetAction(result =>
        {
            // One that is there would have been a subcommand, so this can only tell that it is not.
            session.Exercise(result.GetValue(name) ?? throw command.NamesNoExercise());
            return ExitCode.Refused;
        });
        command.Add(RunAllCommand.Create(session));
        var exercise = asked is null ? null : session.Catalogue.Find(asked);
        if (exercise is not null) command.Add(DemoCommand.Create(session, exercise));
        else if (asked != "all") command.Add(name); // beside a subcommand it would only clutter that one's help
        return command;
    }
}
