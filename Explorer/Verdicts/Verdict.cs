using Workbook.Explorer.Pages;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Verdicts;

/// <summary>What an exploration came to, and how much that says.</summary>
public sealed record Verdict
{
    /// <summary>What each page begins with, so that a program can tell one from other files.</summary>
    public const string PageMark = "<!DOCTYPE html>\n<!-- A failure, by workbook explore. -->\n";

    /// <summary>How much it says.</summary>
    public required Strength Strength { get; init; }

    /// <summary>What fails; null unless <see cref="Strength"/> is Failed.</summary>
    public Failure? Failure { get; init; }

    /// <summary>Executions.</summary>
    public required int Schedules { get; init; }

    /// <summary>How many behaviours the test has, if all were run: schedules that differ only in the order of independent steps
    /// are one.</summary>
    public int? Behaviours { get; init; }

    /// <summary>All schedules with so many preemptions were run; -1: not even those with none.</summary>
    public required int Bound { get; init; }

    /// <summary>About how many schedules there are, if not all were run; null: not known.</summary>
    public double? Estimate { get; init; }

    /// <summary>With which probability a fault that takes three events in a certain order would have been found, at least;
    /// null: not known.</summary>
    public double? LeastOdds { get; init; }

    /// <summary>The how-manieth execution failed; null if none did.</summary>
    public int? FirstFailure { get; init; }

    /// <summary>Preemptions in the schedule that fails.</summary>
    public int Preemptions { get; init; }

    /// <summary>The schedule that fails, as a text to replay it by.</summary>
    public string? Schedule { get; init; }

    /// <summary>How the failure came about, in a sentence or two; null if there was none.</summary>
    public string? Story { get; init; }

    /// <summary>The failing execution, row by row.</summary>
    public IReadOnlyList<TimelineRow> Rows { get; init; } = [];

    /// <summary>The execution that fails, as it is run again; null if none did.</summary>
    public Replay? Replay { get; init; }

    /// <summary>What is worth a word and no failure: a loop of the test's own in which a thread spins, for one.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The loops of the test's own that some thread went round a thousand times and more in one execution, with a step each time: in a
    /// test of a few calls it polls, by a lock for one. A sentence each, with the place.</summary>
    public IReadOnlyList<string> LongLoops { get; init; } = [];

    /// <summary>What the test printed in the schedule that fails. What it prints in all the others is seen nowhere.</summary>
    public string Output { get; init; } = "";

    /// <summary>Accesses that nothing orders, each pair once.</summary>
    public required IReadOnlyList<RaceReport> Races { get; init; }

    /// <summary>The failing execution, a column a thread.</summary>
    public string? Timeline { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>What chance was made of.</summary>
    public required ulong Seed { get; init; }

    /// <summary>When a thread's write was seen by the others.</summary>
    public MemoryModel Memory { get; init; }

    /// <summary>The failing execution as a page shows it; null if there is none.</summary>
    internal PageModel? Page { get; init; }

    /// <summary>The names of the assemblies that the failing execution went through.</summary>
    internal IReadOnlySet<string> Assemblies { get; init; } = new HashSet<string>();

    /// <summary>The failing execution as one HTML file, which needs no other, to step through in a browser; null if nothing
    /// failed.</summary>
    public string? ToHtml() => Page is null ? null : Pages.Page.Of(this, Page);

    /// <summary>How many letters a line of <see cref="Timeline"/> and of <see cref="Describe"/> has at most, if nothing else is said.</summary>
    public const int TextWidth = 118;

    private const int LeastWidth = 40;

    /// <summary>All that is known, for a terminal: how much was seen, what is wrong and how it came about.</summary>
    /// <param name="width">The terminal's, in letters; at least 40.</param>
    public string Describe(int width = TextWidth) => VerdictText.Of(this, Math.Max(LeastWidth, width));

    /// <summary>The same as <see cref="Timeline"/>, for a terminal of another width.</summary>
    /// <param name="width">In letters; at least 40.</param>
    public string? TimelineOf(int width) => Timeline is null || width == TextWidth ? Timeline
        : TextTimeline.Draw(Story, Rows, Math.Max(LeastWidth, width));

    /// <summary>As JSON, in one line.</summary>
    public string ToJson() => VerdictJson.Of(this);

    /// <summary>Nothing happens if it holds, to whatever extent.</summary>
    /// <returns>Itself.</returns>
    /// <exception cref="ExplorationFailedException">A schedule fails; the message tells it step by step.</exception>
    public Verdict ThrowIfFailed() => Strength == Strength.Failed ? throw new ExplorationFailedException(this) : this;

    /// <summary>The verdict in one sentence.</summary>
    public override string ToString() => VerdictText.Headline(this);
}
