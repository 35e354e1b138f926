using System.CommandLine;
using Workbook.Examples.Learning;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook watch</c>: checks again at every save, and goes on to the next exercise when one passes.</summary>
internal static class WatchCommand
{
    public static Command Create(Session session)
    {
        var name = Verb.ExerciseArgument(session, "; the first started one that has not passed, if none is named");
        var poll = new Option<bool>("--poll") { Description = "Looks at the file four times a second, and asks the system for no events" };
        var command = new Verb("watch", "Checks at every save", "workbook watch", "workbook watch 205") { name, poll };
        command.SetAction(result =>
        {
            var learner = new Learner(session);
            var assignment = result.GetValue(name) is { } named ? learner.Find(named).Assignment
                : learner.Started() is not [] and var started
                    ? started.FirstOrDefault(one => !session.Progress.Read().HasPassed(one.Number)) ?? started[^1]
                    : throw new CommandException(ExitCode.Refused, "watch: nothing is started yet; workbook start 205, for one");
            learner.StartedFolder(assignment);
            using var watch = new Watch(session, learner, result.GetValue(poll));
            watch.Run(assignment);
            return ExitCode.Fine;
        });
        return command;
    }
}
