using System.CommandLine;
using Workbook.Examples.Learning;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook solution 205</c>: the reference solution, for who has passed.</summary>
internal static class SolutionCommand
{
    public static Command Create(Session session)
    {
        var name = Verb.ExerciseArgument(session);
        var force = new Option<bool>("--force") { Description = "Also before yours has passed" };
        var command = new Verb("solution", "Shows the reference solution, once yours has passed",
            "workbook solution 205") { name, force };
        command.SetAction(result =>
        {
            var (_, assignment) = new Learner(session).Find(result.GetValue(name) ?? throw command.NamesNoExercise());
            if (!result.GetValue(force) && !session.Progress.Read().HasPassed(assignment.Number))
            {
                throw new CommandException(ExitCode.Refused,
                    $"yours has not passed yet; workbook hint {assignment.Number} helps, --force shows it all the same");
            }
            session.Output.WriteLine(assignment.Solution.Text.TrimEnd());
            if (assignment.After.Length > 0) session.Output.WriteLine($"\n{assignment.After}");
            return ExitCode.Fine;
        });
        return command;
    }
}
