using System.CommandLine;
using Workbook.Coursework.Checking;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook author</c>: for those who write exercises.</summary>
internal static class AuthorCommand
{
    public static Command Create(Session session)
    {
        var command = new Verb("author", "Writes exercises, and proves that their checks are right", "workbook author check 205")
        {
            AuthorCheckCommand.Create(session),
            AuthorTryCommand.Create(session),
            AuthorNewCommand.Create(session),
        };
        command.SetAction(int (_) => throw new CommandException(ExitCode.Refused,
            "author: check, try or new? workbook author --help shows them"));
        return command;
    }

    /// <summary><c>--schedules N</c>.</summary>
    public static Option<int> SchedulesOption() => new("--schedules")
    {
        Description = "How many interleavings of a check are tried at most",
        DefaultValueFactory = _ => CheckJob.UsualSchedules,
    };

    /// <exception cref="CommandException">It is 0 or less.</exception>
    public static int AtLeastOne(ParseResult result, Option<int> option) => result.GetValue(option) is >= 1 and var value ? value
        : throw new CommandException(ExitCode.Refused, $"{option.Name} {result.GetValue(option)}: must be at least 1");

    /// <summary><c>--from DIR</c>.</summary>
    public static Option<string?> FromOption() => new("--from")
    {
        Description = "The folder Examples of a checkout; the one that the program was built from, if it is there",
        HelpName = "folder",
    };
}
