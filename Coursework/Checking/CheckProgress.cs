namespace Workbook.Coursework.Checking;

/// <summary>How far a job is.</summary>
/// <param name="Check">The check that begins, or has ended.</param>
/// <param name="Result">What became of it; null: it begins.</param>
/// <param name="Ended">How many have ended.</param>
/// <param name="Of">How many there are.</param>
public sealed record CheckProgress(string Check, CheckResult? Result, int Ended, int Of);
