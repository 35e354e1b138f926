namespace Workbook.Examples.Exercises;

/// <summary>Marks a check of an exercise's coursework: a static method without parameters of its class <c>Check</c>, that uses
/// the learner's class from a few threads and throws when something is wrong (see <see cref="Must"/>). It is run under every
/// interleaving.</summary>
/// <param name="name">What holds, in a few words: "no ticket is sold twice".</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CheckAttribute(string name) : Attribute
{
    /// <summary>What holds.</summary>
    public string Name => name;

    /// <summary>What it is worth, at least 1.</summary>
    public int Points { get; init; }

    /// <summary>Shown when it fails: what is wrong then, in one sentence.</summary>
    public string Explains { get; init; } = "";
}
