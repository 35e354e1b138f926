using Workbook.Concurrency.Deadlocks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.BankersAlgorithm;

/// <summary>Draws banks and safety checks.</summary>
internal sealed class BankView(Stage stage, IReadOnlyList<string> names)
{
    /// <summary>Who holds and claims what.</summary>
    public void State(BankState state)
    {
        stage.Table("the bank", ["customer", "holds", "claims", "needs"], names.Select((name, customer) => (string[])[
            name, $"{state.Allocation[customer]}", $"{state.Claims[customer]}", $"{state.Need(customer)}"]));
        stage.WriteLine($"free: {state.Available}, of {state.Total}");
    }

    /// <summary>The step table.</summary>
    public void Check(string title, SafetyCheck check)
    {
        stage.Table(title, ["look", "customer", "needs", "free", "can finish", "then free"],
            check.Steps.Select((step, index) => (string[])[
                $"{index + 1}", names[step.Customer], $"{step.Need}", $"{step.Free}", step.CanFinish ? "yes" : "no",
                $"{step.FreeAfter}"]));
        stage.WriteLine(Verdict(check));
    }

    /// <summary>The order that it found, or who was left over.</summary>
    public string Verdict(SafetyCheck check) =>
        check.IsSafe ? $"safe: {Names(check.SafeSequence)}" : $"UNSAFE: {Names(check.Stuck)} may get stuck";

    /// <summary>The names of customers.</summary>
    public string Names(IEnumerable<int> customers) => string.Join(' ', customers.Select(customer => names[customer]));
}
