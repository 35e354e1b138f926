using System.Globalization;
using System.Reflection;

namespace Workbook.Examples.Exercises;

/// <summary>The exercises of a program: adding one is adding a folder with a class that is marked <see cref="ExerciseAttribute"/>.</summary>
internal sealed class Catalogue
{
    /// <summary>All exercises of a program.</summary>
    /// <exception cref="InvalidOperationException">Two exercises share a number or a slug.</exception>
    public Catalogue(Assembly assembly) : this(assembly.GetTypes()) { }

    /// <summary>The exercises among these types.</summary>
    /// <exception cref="InvalidOperationException">Two exercises share a number or a slug.</exception>
    public Catalogue(IEnumerable<Type> types)
    {
        // IsDefined before GetCustomAttribute: it makes no attribute of the many types that have none.
        Exercises = [.. types
            .Where(type => type.IsClass && type.IsDefined(typeof(ExerciseAttribute), inherit: false))
            .Select(type => new Exercise(type, type.GetCustomAttribute<ExerciseAttribute>()!))
            .OrderBy(exercise => exercise.Number)];

        var twice = Exercises.GroupBy(exercise => exercise.Number.ToString(CultureInfo.InvariantCulture))
            .Concat(Exercises.GroupBy(exercise => exercise.Slug)).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new InvalidOperationException($"Two exercises are called {twice.Key}; numbers and slugs are given once.");
    }

    /// <summary>All, by number.</summary>
    public IReadOnlyList<Exercise> Exercises { get; }

    public IEnumerable<Chapter> Chapters =>
        Exercises.GroupBy(exercise => exercise.Chapter).Select(chapter => new Chapter(chapter.Key, [.. chapter]));

    /// <summary>The exercise of that number or slug; null when there is none.</summary>
    public Exercise? Find(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Exercises.FirstOrDefault(exercise => exercise.Number == number)
            : Exercises.FirstOrDefault(exercise => exercise.Slug.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The exercise that <paramref name="name"/> may have meant: by the beginning of its number, or by its spelling.</summary>
    public Exercise? Nearest(string name)
    {
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Exercises.FirstOrDefault(exercise => exercise.Number.ToString(CultureInfo.InvariantCulture).StartsWith(name, StringComparison.Ordinal))
                ?? Exercises.MinBy(exercise => Math.Abs((long)exercise.Number - number));
        var slug = Spelling.Nearest(name, Exercises.Select(exercise => exercise.Slug));
        return Exercises.FirstOrDefault(exercise => exercise.Slug == slug);
    }
}
