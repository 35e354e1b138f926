using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Examples.Learning;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook author new 214 turnstile</c>: the files of a new exercise, each with what goes into it.</summary>
internal static partial class AuthorNewCommand
{
    public static Command Create(Session session)
    {
        var number = new Argument<string?>("number")
        {
            Description = "Its number; the first digit is the chapter",
            Arity = ArgumentArity.ZeroOrOne
        };
        var slug = new Argument<string?>("slug")
        {
            Description = "Its name in a command line: turnstile, two-words",
            Arity = ArgumentArity.ZeroOrOne
        };
        var from = AuthorCommand.FromOption();
        var command = new Verb("new", "Makes the files of a new exercise", "workbook author new 214 turnstile")
        {
            number, slug, from,
        };
        command.SetAction(result =>
        {
            var examples = Corpus.Folder(result.GetValue(from))
                ?? throw new CommandException(ExitCode.Refused,
                    "author new: there is no checkout around this program; name its folder Examples with --from");
            var (named, name) = (Number(session, result.GetValue(number)), Slug(session, result.GetValue(slug)));
            var chapter = Directory.EnumerateDirectories(examples, $"Chapter{named / 100}.*").FirstOrDefault()
                ?? throw new CommandException(ExitCode.Refused, $"{named}: there is no chapter {named / 100} in {examples}");
            var folder = Path.Combine(chapter, $"{named}.{Pascal(name)}");
            if (Directory.Exists(folder)) throw new CommandException(ExitCode.Refused, $"{folder} is there already");
            try
            {
                foreach (var (file, text) in NewExercise.Files(named, name, Pascal(name), NamespaceIn(chapter)))
                {
                    var path = Path.Combine(folder, file);
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    File.WriteAllText(path, text);
                    session.Output.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, path));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CommandException(ExitCode.Refused, $"{folder}: cannot be written: {e.Message}");
            }
            session.Output.WriteLine($"\nit builds and its corpus is graded right; now make it yours: workbook author check {named}");
            return ExitCode.Fine;
        });
        return command;
    }

    private static int Number(Session session, string? text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 101 or > 999
            || number % 100 == 0)
            throw new CommandException(ExitCode.Refused,
                $"author new: {(text is null ? "which number?" : $"{text} is no number of an exercise;")} 101 to 999, as in workbook author new 214 turnstile");
        return session.Catalogue.Find($"{number}") is { } taken
            ? throw new CommandException(ExitCode.Refused, $"{number} is {taken.Slug}; a number is given once") : number;
    }

    private static string Slug(Session session, string? slug)
    {
        if (slug is null || !SlugShape().IsMatch(slug))
            throw new CommandException(ExitCode.Refused,
                $"author new: {(slug is null ? "which slug?" : $"{slug} is no slug;")} small letters and digits, words joined by -: two-words");
        return session.Catalogue.Exercises.FirstOrDefault(exercise => exercise.Slug == slug) is { } taken
            ? throw new CommandException(ExitCode.Refused, $"{slug} is {taken.Number}; a slug is given once") : slug;
    }

    private static string Pascal(string slug) =>
        string.Concat(slug.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    // Workbook.Examples.Locks, as the chapter's other exercises have it.
    private static string NamespaceIn(string chapter) => Directory.EnumerateFiles(chapter, "Demo.cs", SearchOption.AllDirectories)
        .SelectMany(File.ReadLines).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal)) is { } line
            ? line["namespace ".Length..line.LastIndexOf('.')] : $"Workbook.Examples.{Path.GetFileName(chapter).Split('.')[^1]}";

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex SlugShape();
}
