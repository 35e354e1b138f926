using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer;

/// <summary>A schedule of an explored test fails. The message tells which, step by step.</summary>
/// <param name="verdict">What was found.</param>
public sealed class ExplorationFailedException(Verdict verdict) : Exception(verdict.Describe(), verdict.Failure?.Exception)
{
    /// <summary>What was found.</summary>
    public Verdict Verdict => verdict;
}
