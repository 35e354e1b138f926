namespace Workbook.Concurrency.Deadlocks;

/// <summary>One look of <see cref="BankState.CheckSafety"/> at one customer.</summary>
/// <param name="Customer">Whose turn it was.</param>
/// <param name="Need">What it may still ask for.</param>
/// <param name="Free">What was free at that moment: available, and returned by those who finished before.</param>
/// <param name="CanFinish">Whether the need fits into that.</param>
/// <param name="FreeAfter">What is free afterwards: more by all that it held, if it finished.</param>
public sealed record SafetyStep(int Customer, ResourceVector Need, ResourceVector Free, bool CanFinish, ResourceVector FreeAfter);
