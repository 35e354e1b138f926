using Workbook.Coursework.Catalogue;

namespace Workbook.Examples.Exercises;

/// <summary>Exercises as coursework: from the program itself, or from the folder <c>Examples</c> of a checkout, which an author
/// is changing just now.</summary>
internal static class Assignments
{
    private static readonly string[] _support =
    [
        "CheckAttribute.cs", "NeverPollsAttribute.cs", "WithoutAttribute.cs", "Must.cs", "CheckFailedException.cs", "Together.cs",
    ];

    /// <summary>The exercise as it was when the program was built; null: it has no checks.</summary>
    public static Assignment? Of(Exercise exercise) => From(exercise, exercise.Files, [.. _support.Select(Embedded)]);

    /// <summary>The exercise as it is on disk; null: it has no checks there.</summary>
    /// <param name="exercise">Which.</param>
    /// <param name="examples">The folder <c>Examples</c>.</param>
    public static Assignment? Of(Exercise exercise, string examples)
    {
        var folder = Directory.EnumerateDirectories(examples, "Chapter*")
            .SelectMany(chapter => Directory.EnumerateDirectories(chapter, $"{exercise.Number}.*")).FirstOrDefault();
        if (folder is null) return null;
        var files = Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".cs" or ".md").Select(FromDisk).ToList();
        return From(exercise, files, [.. _support.Select(name => FromDisk(Path.Combine(examples, "Exercises", name)))]);
    }

    private static Assignment? From(Exercise exercise, IReadOnlyCollection<SourceFile> files,
        IReadOnlyList<SourceFile> support) =>
        exercise.IsCoursework && files.Any(file => file.Name == "Check.cs")
            ? Assignment.From(exercise.Number, exercise.Slug, exercise.Title, exercise.Points, files, support) : null;

    private static SourceFile FromDisk(string path) => new(Path.GetFullPath(path), File.ReadAllText(path));

    private static SourceFile Embedded(string name)
    {
        using var reader = new StreamReader(typeof(Assignments).Assembly.GetManifestResourceStream($"Support/{name}")!);
        return new SourceFile(name, reader.ReadToEnd());
    }
}
