using System.CommandLine;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook explore N</c> and <c>workbook explore PATH.dll --method Namespace.Type.Method</c>: every interleaving of a few
/// threads, and a verdict.</summary>
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
        method.CompletionSources.Add(context => ExploreMethod.Complete(context.ParseResult.GetValue(target), context.WordToComplete));
        var wrong = new Option<bool>("--wrong") { Description = "Of an exercise: the class that is wrong on purpose, and how it fails" };
        var json = new Option<bool>("--json") { Description = "One JSON object, for programs" };
        var save = new Option<string?>("--save")
        {
            Description = "Where to keep the interleaving that fails; it must not be there yet [default: in work/replays]",
            HelpName = "file",
        };
        var command = new Verb("explore", "Runs a few threads under every interleaving, and says what holds and what fails",
            "workbook explore 205", "workbook explore 205 --wrong",
            "workbook explore bin/Shop.Tests.dll --method Shop.Tests.TwoSellers --seconds 60") { target, method, wrong };
        var symbols = new ExploreOptionSymbols();
        symbols.AddTo(command);
        command.Add(json);
        command.Add(save);
        command.SetAction(result =>
        {
            var name = result.GetValue(target) ?? throw new CommandException(ExitCode.Refused,
                "explore: what? Name an exercise, workbook explore 205, or an assembly, workbook explore Shop.dll --method Shop.Tests.Sell");
            var exploring = new Exploring(session, symbols.ValueIn(result), result.GetValue(json), result.GetValue(save));
            if (IsExercise(session, name))
            {
                if (result.GetValue(method) is not null)
                    throw new CommandException(ExitCode.Refused, "--method: is for an assembly; of an exercise all scenarios are explored");
                return ExploreScenarios.Run(session, session.Exercise(name), result.GetValue(wrong), exploring);
            }
            if (result.GetValue(wrong)) throw new CommandException(ExitCode.Refused, "--wrong: is for an exercise; an assembly has --method");
            return ExploreMethod.Run(name, result.GetValue(method), exploring);
        });
        return command;
    }

    // What is neither an exercise nor looks like a file is taken for a mistyped exercise.
    private static bool IsExercise(Session session, string name) =>
        session.Catalogue.Find(name) is not null
        || !(name.AsSpan().ContainsAny('/', '\\') || Path.HasExtension(name) || File.Exists(name) || Directory.Exists(name));
}
