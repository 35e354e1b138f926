using Workbook.Coursework.Catalogue;

namespace Workbook.Coursework.Authoring;

/// <summary>What became of the corpus of one exercise.</summary>
public sealed record ExerciseReport
{
    /// <summary>The exercise.</summary>
    public required Assignment Assignment { get; init; }

    /// <summary>Whether the reference solution passes, each time.</summary>
    public required bool Solution { get; init; }

    /// <summary>Whether the starter fails, each time.</summary>
    public required bool StarterFails { get; init; }

    /// <summary>How many variants pass, each time.</summary>
    public required int VariantsPassed { get; init; }

    /// <summary>How many mutants fail in the check that they name, each time.</summary>
    public required int MutantsCaught { get; init; }

    /// <summary>What was graded wrongly, a sentence each; each once, however often it happened.</summary>
    public required IReadOnlyList<string> Misgraded { get; init; }

    /// <summary>What else is not as it should be: points that do not add up, a statement that lacks a check.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>How long checking all candidates took, one after the other.</summary>
    public required double Seconds { get; init; }

    /// <summary>How long checking the solution took: what a learner waits for in the end.</summary>
    public required double SolutionSeconds { get; init; }
}
