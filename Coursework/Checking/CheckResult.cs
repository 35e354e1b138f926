using Workbook.Coursework.Compiling;

namespace Workbook.Coursework.Checking;

/// <summary>What became of one check.</summary>
public sealed record CheckResult
{
    /// <summary>What was to hold.</summary>
    public required string Name { get; init; }

    /// <summary>What it is worth.</summary>
    public required int MaxPoints { get; init; }

    /// <summary>Whether it holds.</summary>
    public required bool Passed { get; init; }

    /// <summary><c>Proved</c>, <c>HeldToBound</c>, <c>Sampled</c>, <c>Failed</c>, as of the explorer; <c>Rule</c>: it was read
    /// off the code.</summary>
    public required string Verdict { get; init; }

    /// <summary>How it fails: a kind of the explorer's, <c>hung</c>, <c>crashed</c>, <c>memory</c>, <c>refused</c> or
    /// <c>rule</c>; null if it holds.</summary>
    public string? Kind { get; init; }

    /// <summary>What happened, with values; null if it holds.</summary>
    public string? Message { get; init; }

    /// <summary>What is wrong when it fails, in one sentence.</summary>
    public string Explains { get; init; } = "";

    /// <summary>How it came about; null: there is nothing to tell.</summary>
    public string? Story { get; init; }

    /// <summary>The failing execution, a column a thread; null: there is none.</summary>
    public string? Timeline { get; init; }

    /// <summary>The lines of the candidate that race, and the like.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the candidate printed in the failing execution, shortened.</summary>
    public string Output { get; init; } = "";

    /// <summary>Executions.</summary>
    public int Schedules { get; init; }

    /// <summary>How many behaviours there are, if all were run.</summary>
    public int? Behaviours { get; init; }

    /// <summary>Up to how many preemptions all was run.</summary>
    public int Bound { get; init; }

    /// <summary>Preemptions in the failing schedule.</summary>
    public int Preemptions { get; init; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; init; }

    /// <summary>The failing execution, to be run again; as JSON.</summary>
    public string? Replay { get; init; }

    /// <summary>The failing execution as an HTML page.</summary>
    public string? Page { get; init; }

    /// <summary>What it earned.</summary>
    public int Points => Passed ? MaxPoints : 0;

    internal static CheckResult Failed(CheckInfo check, string kind, string message) => new()
    {
        Name = check.Name,
        MaxPoints = check.Points,
        Passed = false,
        Verdict = "Failed",
        Kind = kind,
        Message = message,
        Explains = check.Explains,
    };
}
