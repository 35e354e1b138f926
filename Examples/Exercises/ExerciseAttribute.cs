namespace Workbook.Examples.Exercises;

/// <summary>Marks the class whose static <c>Run(Stage stage, ...)</c> is what <c>workbook run N</c> runs.</summary>
/// <param name="number">The number in the catalogue; it never changes. The first digit is the chapter.</param>
/// <param name="slug">The name in a command line and in a folder name.</param>
/// <param name="title">The name in a table.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExerciseAttribute(int number, string slug, string title) : Attribute
{
    /// <summary>The number in the catalogue.</summary>
    public int Number => number;

    /// <summary>The name in a command line and in a folder name.</summary>
    public string Slug => slug;

    /// <summary>The name in a table.</summary>
    public string Title => title;

    /// <summary>What the coursework is worth; 0 for a demonstration, which has none.</summary>
    public int Points { get; init; }

    /// <summary>Options with which <c>run all</c> is quick: <c>"--tickets 30 --delay 1ms"</c>.</summary>
    public string Small { get; init; } = "";

    /// <summary>Why there is nothing for <c>workbook explore N</c>, as the end of a sentence: "it runs on one thread". Empty if
    /// it has scenarios, or could have.</summary>
    public string Unexplored { get; init; } = "";

    /// <summary>What the demo needs of the machine.</summary>
    public Needs Needs { get; init; }
}
