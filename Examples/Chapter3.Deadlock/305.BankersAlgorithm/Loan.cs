namespace Workbook.Examples.Deadlock.BankersAlgorithm;

/// <summary>Something went over the counter.</summary>
/// <param name="Customer">From 0.</param>
/// <param name="Amounts">How many of each kind.</param>
/// <param name="IsBack">Lent, or given back.</param>
public sealed record Loan(int Customer, IReadOnlyList<int> Amounts, bool IsBack);
