using System.CommandLine;
using Workbook.Examples.Learning;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook start 205</c>: a folder with the starter. Existing work is left as it is.</summary>
internal static class StartCommand
{
    public static Command Create(Session session)
    {
        var name = Verb.ExerciseArgument(session);
        var to = new Option<string?>("--to")
        {
            Description = "The folder to work in; work/205-ticket-selling if none is named",
            HelpName = "folder"
        };
        var command = new Verb("start", "Begins an exercise: copies what you write on into a folder of its own",
            "workbook start 205", "workbook start 205 --to ~/concurrency/tickets") { name, to };
        command.SetAction(result =>
        {
            var learner = new Learner(session);
            var (_, assignment) = learner.Find(result.GetValue(name) ?? throw command.NamesNoExercise());
            var folder = result.GetValue(to) is { } there ? learner.Folder(assignment, Named(there)) : learner.Folder(assignment);
            var isNew = folder.Create();
            session.Progress.Change(progress => progress.SetDirectory(assignment.Number, Path.GetFullPath(folder.Path)));
            foreach (var line in isNew ? Welcome(assignment, folder) : Again(assignment, folder)) session.Output.WriteLine(line);
            return ExitCode.Fine;
        });
        return command;
    }

    private static string Named(string folder) => !string.IsNullOrWhiteSpace(folder) ? folder
        : throw new CommandException(ExitCode.Refused, "--to: name a directory");

    private static IEnumerable<string> Welcome(Coursework.Catalogue.Assignment assignment, WorkFolder folder) =>
    [
        $"{assignment.Number} {assignment.Title} is in {folder.Path}",
        $"  {assignment.FileName,-24} yours to write",
        .. assignment.Given.Count == 0 ? []
            : (string[])[$"  {"Given/",-24} what it uses: {string.Join(", ", assignment.Given.Select(file => file.Name))}"],
        "",
        $"  workbook show {assignment.Number,-10} what to do",
        $"  workbook check {assignment.Number,-9} is it right?",
        $"  workbook watch {"",-9} checks at every save",
    ];

    private static IEnumerable<string> Again(Coursework.Catalogue.Assignment assignment, WorkFolder folder) =>
    [
        $"{assignment.Number} {assignment.Title} is started already, in {folder.Path}",
        $"  {assignment.FileName,-24} is left as it is",
        "",
        $"  workbook check {assignment.Number,-9} is it right?",
        $"  workbook reset {assignment.Number,-9} begins again, and keeps what you have",
    ];
}
