using Workbook.Concurrency.Deadlocks;

namespace Workbook.Examples.Deadlock.BankersAlgorithm;

/// <summary>Goes through the ledger again: was every state of the bank safe?</summary>
/// <param name="start">The state before the first entry.</param>
/// <param name="ledger">All loans and returns, in order.</param>
/// <param name="names">The customers.</param>
public sealed class Audit(BankState start, IReadOnlyList<Loan> ledger, IReadOnlyList<string> names)
{
    /// <summary>The verdict, a line each.</summary>
    public IEnumerable<string> Findings
    {
        get
        {
            var (state, firstUnsafe) = (start, start.CheckSafety().IsSafe ? "" : "at the start");
            for (var entry = 0; entry < ledger.Count; entry++)
            {
                var (customer, amounts, isBack) = ledger[entry];
                state = isBack ? state.AfterReturn(customer, [.. amounts]) : state.AfterLending(customer, [.. amounts]);
                if (firstUnsafe.Length == 0 && !state.CheckSafety().IsSafe)
                    firstUnsafe = $"after entry {entry + 1}, {string.Join(' ', amounts)} to {names[customer]}";
            }
            var loans = ledger.Count(loan => !loan.IsBack);
            yield return $"{loans} loans and {ledger.Count - loans} returns in the ledger: "
                + (firstUnsafe.Length == 0 ? "safe after each of them" : $"UNSAFE {firstUnsafe}");
            yield return state.Available.Equals(state.Total)
                ? "in the end everything is back"
                : $"in the end {state.Available} are free, of {state.Total}";
        }
    }
}
