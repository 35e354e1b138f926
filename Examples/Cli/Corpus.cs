using Workbook.Coursework.Catalogue;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary>Where authors' commands find the exercises: on disk, so that what is being written need not be built first.</summary>
internal static class Corpus
{
    /// <summary>The exercises of that name, or all that have checks.</summary>
    /// <exception cref="CommandException">There is no such exercise, it has no checks, or the folder holds no
    /// exercises.</exception>
    public static IReadOnlyList<Assignment> Assignments(Session session, IReadOnlyCollection<string> names, string? from)
    {
        var examples = Folder(from);
        Assignment? Load(Exercise exercise)
        {
            try { return examples is null ? Exercises.Assignments.Of(exercise) : Exercises.Assignments.Of(exercise, examples); }
            catch (InvalidDataException e) { throw new CommandException(ExitCode.Refused, e.Message); }
        }
        if (names.Count == 0) return [.. session.Catalogue.Exercises.Select(Load).OfType<Assignment>()];
        return [.. names.Select(name => session.Exercise(name) is var exercise && Load(exercise) is { } found ? found
            : throw new CommandException(ExitCode.Refused,
                $"{exercise.Name} {(exercise.IsCoursework ? "has no checks yet" : "is a demonstration, and has no checks")}"))];
    }

    /// <summary>The folder Examples of a checkout; null: none is named, and there is none around this program.</summary>
    /// <exception cref="CommandException">The one that is named is none.</exception>
    public static string? Folder(string? from)
    {
        if (from is null) return Checkout();
        return Directory.Exists(Path.Combine(from, "Exercises")) ? from
            : throw new CommandException(ExitCode.Refused, $"--from {from}: is not the folder Examples of a checkout");
    }

    // artifacts/bin/Examples/release/ is in the checkout; a program that was copied elsewhere has none around it.
    private static string? Checkout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Workbook.sln"))) return Path.Combine(folder.FullName, "Examples");
        return null;
    }
}
