namespace Workbook.Examples.Exercises;

/// <summary>Marks a scenario of an exercise: a static method without parameters that uses the exercise's class from a few threads and
/// throws when something is wrong. <c>workbook explore N</c> runs it under every interleaving.</summary>
/// <param name="shows">What holds, in a few words: "no ticket is sold twice".</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ScenarioAttribute(string shows) : Attribute
{
    public string Shows { get; } = shows;
}
