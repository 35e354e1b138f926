using System.CommandLine;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook explore N</c> and <c>workbook explore PATH.dll --method Namespace.Type.Method</c>: every interleaving of
/// a few threads, and a verdict.</summary>
internal static class ExploreCommand
{
    public static Command Create(Session session)
    {
        var target = Verb.ExerciseArgument(session, ", or the file of an assembly");
        var method = new Option<string?>("--method")
        {
            Description = "Of an assembly: the static method without parameters to explore",
            HelpName = "Namespace.Type.Method",
        };
        method.CompletionSources.Add(context => ExploreMethod.Complete(context.ParseResult.GetValue(target),
            context.WordToComplete));
        var wrong = new Option<bool>("--wrong") { Description = "Of an exercise: the class that is wrong on purpose, and how it fails" };
        var json = new Option<bool>("--json") { Description = "One JSON object, for programs" };
        var save = new Option<string?>("--save")
        {
            Description = "Where to keep the interleaving that fails; it must not be there yet [default: in work/replays]",
            HelpName = "file",
        };
        var html = HtmlOption();
        var open = OpenOption();
        var command = new Verb("explore",
            "Runs a few threads or tasks under every interleaving, and says what holds and what fails",
            "workbook explore 205", "workbook explore 205 --wrong --open",
            "workbook explore bin/Shop.Tests.dll --method Shop.Tests.TwoSellers --seconds 60") { target, method, wrong };
        var symbols = new ExploreOptionSymbols();
        symbols.AddTo(command);
        command.Add(json);
        command.Add(save);
        command.Add(html);
        command.Add(open);
        command.SetAction(result =>
        {
            var name = result.GetValue(target) ?? throw new CommandException(ExitCode.Refused,
                "explore: what? Name an exercise, workbook explore 205, or an assembly, workbook explore Shop.dll --method Shop.Tests.Sell");
            var pages = new FailurePages(session, result.GetValue(html), result.GetValue(open));
            var exploring = new Exploring(session, symbols.ValueIn(result), result.GetValue(json), result.GetValue(save), pages);
            if (IsExercise(session, name))
            {
                if (result.GetValue(method) is not null)
                    throw new CommandException(ExitCode.Refused,
                        "--method: is for an assembly; of an exercise all scenarios are explored");
                return ExploreScenarios.Run(session, session.Exercise(name), result.GetValue(wrong), exploring);
            }
            if (result.GetValue(wrong)) throw new CommandException(ExitCode.Refused,
                "--wrong: is for an exercise; an assembly has --method");
            return ExploreMethod.Run(name, result.GetValue(method), exploring);
        });
        return command;
    }

    /// <summary>Of <c>replay</c> too.</summary>
    public static Option<string?> HtmlOption() => new("--html")
    {
        Description = "Where to write the failure as a page to step through in a browser: one file, which needs no other",
        HelpName = "file",
    };

    /// <inheritdoc cref="HtmlOption"/>
    public static Option<bool> OpenOption() =>
        new("--open") { Description = "Opens that page in the browser; without --html it goes to a temporary file" };

    // What is neither an exercise nor looks like a file is taken for a mistyped exercise.
    private static bool IsExercise(Session session, string name) =>
        session.Catalogue.Find(name) is not null
        || !(name.AsSpan().ContainsAny('/', '\\') || Path.HasExtension(name) || File.Exists(name) || Directory.Exists(name));
}
