namespace Workbook.Coursework.Compiling;

/// <summary>How a check is judged.</summary>
public enum CheckKind
{
    /// <summary>By exploring a method.</summary>
    Scenario,

    /// <summary>The candidate neither sleeps nor spins: by its code, and by what was seen in the scenarios.</summary>
    NeverPolls,

    /// <summary>The candidate does not refer to certain types: by its code.</summary>
    Without,
}
