namespace Workbook.Explorer.Verdicts;

/// <summary>What was wrong with an execution.</summary>
/// <param name="Kind">What kind of fault.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Exception">The exception, if one was thrown.</param>
public sealed record Failure(FailureKind Kind, string Message, Exception? Exception = null);
