namespace Workbook.Examples.Exercises;

/// <summary>Marks a scenario of an exercise: a static method without parameters, in a static class <c>Scenarios</c> of the
/// exercise's folder, that uses the exercise's class from a few threads and throws when something is wrong (see
/// <see cref="Require"/>). <c>workbook explore N</c> runs it under every interleaving.</summary>
/// <param name="shows">What it shows, in a few words: "no ticket is sold twice".</param>
/// <remarks>Two or three threads and two or three calls each are enough, and all that can be looked through: nearly every
/// mistake with threads shows with so few (Lu, Park, Seo, Zhou, Learning from Mistakes, ASPLOS 2008).</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ScenarioAttribute(string shows) : Attribute
{
    public string Shows { get; } = shows;

    /// <summary>It uses the wrong class on purpose, and some interleaving of it fails: for <c>workbook explore N
    /// --wrong</c>.</summary>
    public bool Fails { get; init; }
}
