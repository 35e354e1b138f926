namespace Workbook.Examples.Exercises;

/// <summary>On the class <c>Check</c>: a check that nothing in the learner's code sleeps, yields or goes round a loop instead of
/// waiting. Sleeping is seen in the code itself, going round a loop while the other checks are explored.</summary>
/// <param name="name">What holds, in a few words: "waits without sleeping or spinning".</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeverPollsAttribute(string name) : Attribute
{
    /// <summary>What holds.</summary>
    public string Name => name;

    /// <summary>What it is worth, at least 1.</summary>
    public int Points { get; init; }

    /// <summary>Shown when it fails: what is wrong then, in one sentence.</summary>
    public string Explains { get; init; } = "";
}
