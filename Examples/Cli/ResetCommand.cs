using System.CommandLine;
using Workbook.Examples.Learning;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook reset 205</c>: the starter again; the old work is kept beside it.</summary>
internal static class ResetCommand
{
    public static Command Create(Session session)
    {
        var name = Verb.ExerciseArgument(session);
        var command = new Verb("reset", "Begins an exercise again, and keeps what you have beside it",
            "workbook reset 205") { name };
        command.SetAction(result =>
        {
            var learner = new Learner(session);
            var (_, assignment) = learner.Find(result.GetValue(name) ?? throw command.NamesNoExercise());
            var kept = learner.StartedFolder(assignment).Reset();
            session.Output.WriteLine(kept is null ? $"{assignment.FileName} is the starter"
                : $"{assignment.FileName} is the starter again; what you had is {kept}");
            return ExitCode.Fine;
        });
        return command;
    }
}
