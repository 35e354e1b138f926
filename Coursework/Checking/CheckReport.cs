using Workbook.Coursework.Compiling;

namespace Workbook.Coursework.Checking;

/// <summary>What became of a candidate.</summary>
public sealed record CheckReport
{
    /// <summary>Why it does not compile; empty if it does.</summary>
    public IReadOnlyList<CompileError> Errors { get; init; } = [];

    /// <summary>Its checks, in the order in which they are written; empty if it does not compile.</summary>
    public IReadOnlyList<CheckResult> Checks { get; init; } = [];

    /// <summary>What is worth a word although it is no mistake.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>How long all of it took.</summary>
    public double Seconds { get; init; }

    /// <summary>Whether all checks hold.</summary>
    public bool Passed => Errors.Count == 0 && Checks.Count > 0 && Checks.All(check => check.Passed);

    /// <summary>What it earned.</summary>
    public int Points => Checks.Sum(check => check.Points);

    /// <summary>What there was to earn, of the checks that were run.</summary>
    public int MaxPoints => Checks.Sum(check => check.MaxPoints);
}
