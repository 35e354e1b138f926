using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.Transfers;

/// <summary>Many tellers at one bank, transfers in all directions, and the books are audited meanwhile.</summary>
/// <param name="stage">Where it is shown.</param>
/// <param name="tellers">Threads.</param>
/// <param name="transfers">Of each teller.</param>
public sealed class Rush(Stage stage, int tellers, int transfers)
{
    private const int BetweenAudits = 100;

    /// <summary>Runs it, and says whether the total was kept, in the end and at each audit.</summary>
    /// <param name="bank">The bank.</param>
    /// <param name="accounts">How many it has.</param>
    public void Through(Bank bank, int accounts)
    {
        var start = Stopwatch.GetTimestamp();
        var before = bank.Total;
        int made = 0, audits = 0, wrong = 0; // by Interlocked until the tellers have ended
        var group = new ThreadGroup();
        for (var number = 1; number <= tellers; number++)
        {
            var seed = number;
            group.Start($"teller {number}", () =>
            {
                var random = new Random(seed);
                for (var i = 1; i <= transfers; i++)
                {
                    stage.Cancel.ThrowIfCancellationRequested();
                    if (bank.TryTransfer(random.Next(accounts), random.Next(accounts), random.Next(1, 100)))
                        Interlocked.Increment(ref made);
                    if (i % BetweenAudits != 0) continue;
                    Interlocked.Increment(ref audits);
                    if (bank.Total != before) Interlocked.Increment(ref wrong); // [audit] while the others transfer
                }
            });
        }
        group.Join();

        var asked = tellers * transfers;
        var lowest = Enumerable.Range(0, accounts).Min(bank.BalanceOf);
        stage.WriteLine($"{tellers} tellers, {accounts} accounts: {asked} transfers asked for, {made} made, {asked - made} refused, "
            + $"in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms");
        stage.WriteLine($"total {before} before, {bank.Total} after; {audits} audits meanwhile, {wrong} of them wrong; "
            + $"lowest balance {lowest}");
    }
}
