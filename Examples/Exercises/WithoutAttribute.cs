namespace Workbook.Examples.Exercises;

/// <summary>On the class <c>Check</c>: a check that the learner's code refers to none of these, since they are what it is to
/// build.</summary>
/// <param name="name">What holds, in a few words: "is built from atomic operations alone".</param>
/// <param name="forbidden">Types by their full name, members as <c>Type.Member</c>, whole namespaces as <c>Namespace.*</c>;
/// and <c>lock</c> for the statement.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WithoutAttribute(string name, params string[] forbidden) : Attribute
{
    /// <summary>What holds.</summary>
    public string Name => name;

    /// <summary>What must not be used.</summary>
    public IReadOnlyList<string> Forbidden => forbidden;

    /// <summary>What it is worth, at least 1.</summary>
    public int Points { get; init; }

    /// <summary>Shown when it fails: what is wrong then, in one sentence.</summary>
    public string Explains { get; init; } = "";
}
