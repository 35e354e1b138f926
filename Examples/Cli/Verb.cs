using System.CommandLine;

namespace Workbook.Examples.Cli;

/// <summary>A command whose help ends with an example.</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;

    /// <summary>The argument that names an exercise; it completes to numbers and slugs.</summary>
    public static Argument<string?> ExerciseArgument(Session session, string or = "")
    {
        var argument = new Argument<string?>("exercise")
        {
            Description = "Its number or its slug" + or,
            HelpName = "exercise",
            Arity = ArgumentArity.ZeroOrOne, // so that a missing one gets our own words
        };
        argument.CompletionSources.Add(context =>
        {
            var word = context.WordToComplete;
            var names = session.Catalogue.Exercises.Select(exercise => $"{exercise.Number}")
                .Concat(session.Catalogue.Exercises.Select(exercise => exercise.Slug));
            return names.Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        });
        return argument;
    }

    /// <summary>What to say when the exercise is missing.</summary>
    public CommandException NamesNoExercise() =>
        new(ExitCode.Refused, $"{Name}: which exercise? Name it by number or slug: {Examples[0]}");
}
