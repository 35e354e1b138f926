namespace Workbook.Explorer.Verdicts;

/// <summary>How much a verdict says.</summary>
public enum Strength
{
    /// <summary>All behaviours of the test were run, and all hold.</summary>
    Proved,

    /// <summary>All schedules with at most so many preemptions were run, and hold.</summary>
    HeldToBound,

    /// <summary>Some schedules were run, and hold.</summary>
    Sampled,

    /// <summary>A schedule fails.</summary>
    Failed,
}
