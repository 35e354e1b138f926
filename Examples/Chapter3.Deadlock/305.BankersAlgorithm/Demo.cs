// the table    ->   can all finish? a look at a time   ->   requests, one by one   ->   all customers at work   ->   the audit

using Workbook.Concurrency.Deadlocks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.BankersAlgorithm;

[Exercise(305, "bankers-algorithm", "The banker's algorithm", Points = 15, Small = "--rounds 2")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("the bank: what is free, then name:holds:claims of each customer")] string bank = BankOptions.UsualBank,
        [Option("a file with the bank, in the same form; a # starts a comment")] string file = "",
        [Option("requests, one after another, as name:amounts")] string requests = BankOptions.UsualRequests,
        [Option("how often each customer then borrows all it claims", 0, 1_000)] int rounds = 10,
        [Option("how long it works with that", 0, 1_000)] int workMs = 1,
        [Option("which pieces they ask for: the same seed, the same pieces")] int seed = 1,
        [Option("lend whatever is there, and see who gets stuck")] bool broken = false)
    {
        var (names, start, asked) = BankOptions.Read(bank, file, requests);
        var view = new BankView(stage, names);
        view.State(start);
        stage.WriteLine();
        view.Check("can all finish?", start.CheckSafety());
        if (!start.CheckSafety().IsSafe && !broken)
        {
            stage.WriteLine("a cautious bank does not start like this; --broken does");
            return;
        }

        var ledger = new List<Loan>(); // written inside the lock of the bank
        var careless = new CarelessBank(start, ledger.Add);
        var cautious = broken ? null : new CautiousBank(
            [.. start.Available], Rows(start.Allocation), Rows(start.Claims), ledger.Add);

        stage.WriteLine();
        var state = start;
        foreach (var (customer, amounts) in asked)
            state = Ask((IBank?)cautious ?? careless, stage, view, state, customer, amounts);
        stage.WriteLine();

        var all = new Rounds(stage, names, state, workMs);
        if (cautious is null) all.Play(careless);
        else all.Play(cautious, rounds, seed);
        foreach (var line in new Audit(start, ledger, names).Findings) stage.WriteLine(line);
    }

    // Tells the answer, and why: for a refusal, what would have come of it. Returns the state after it.
    private static BankState Ask(IBank bank, Stage stage, BankView view, BankState state, int customer, ResourceVector amounts)
    {
        var who = $"{view.Names([customer])} asks for {amounts}";
        try
        {
            if (bank.TryLend(customer, [.. amounts])) // [request]
            {
                var after = state.AfterLending(customer, amounts);
                var check = after.CheckSafety();
                stage.WriteLine($"{who}: granted, free {after.Available}, "
                    + view.Verdict(check));
                return after;
            }
            if (amounts.FitsInto(state.Available))
            {
                var pretended = state.AfterLending(customer, amounts);
                view.Check($"{who}: refused, although it is there, for then", pretended.CheckSafety());
            }
            else stage.WriteLine($"{who}: refused, only {state.Available} are free");
        }
        catch (InvalidOperationException refusal)
        {
            stage.WriteLine($"{who}: {refusal.GetType().Name}: {refusal.Message}");
        }
        return state;
    }

    private static int[][] Rows(IEnumerable<ResourceVector> matrix) => [.. matrix.Select(row => row.ToArray())];
}
