using Workbook.Coursework.Catalogue;
using Workbook.Explorer.Verdicts;

namespace Workbook.Coursework.Checking;

/// <summary>What a checker is asked to do: one candidate, and which of its checks.</summary>
public sealed record CheckJob
{
    /// <summary>The exercise.</summary>
    public required Assignment Assignment { get; init; }

    /// <summary>The answer to it.</summary>
    public required SourceFile Candidate { get; init; }

    /// <summary>Where the compiled candidate is kept, so that an interleaving of it can be replayed; the checker makes a folder
    /// in it for each text that it compiles.</summary>
    public required string Directory { get; init; }

    /// <summary>Names of checks; null: all.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>What was noted in other checks of the candidate, which are not run again: a rule may be about that.</summary>
    public IReadOnlyList<string> Noted { get; init; } = [];

    /// <summary>What chance is made of.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>At most so many schedules a check, at least 1. Effort is counted and not timed, so that a verdict is the same on
    /// a loaded machine.</summary>
    public int Schedules { get; init; } = UsualSchedules;

    /// <summary>What is tried of a check if nothing else is said. Where a lock is a few steps all are fewer; where it is built
    /// of atomic instructions, as the library's are, they are the first two preemptions and a sample.</summary>
    public const int UsualSchedules = 4_000;

    /// <summary>In letters: of a line of a timeline.</summary>
    public int Width { get; init; } = Verdict.TextWidth;

    /// <summary>Whether a page is made of each failure.</summary>
    public bool WantsPages { get; init; } = true;
}
