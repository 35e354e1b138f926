using Workbook.Concurrency.Deadlocks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.Recovery;

/// <summary>What holds of two transfers between the same rows, in opposite directions.</summary>
public static class Scenarios
{
    [Scenario("one gives way, starts again, and nothing is lost or made")]
    public static void NothingRemains() => TransferBothWays(Transaction.Run);

    [Scenario("given way without undoing, money is lost", Fails = true)]
    public static void Forgotten() => TransferBothWays(ForgetfulTransaction.Run);

    private static void TransferBothWays(TransactionRunner run)
    {
        var detector = new DeadlockDetector();
        Row[] rows = [new("row 1", 100, detector), new("row 2", 100, detector)];
        void Transfer(int from, int to, long amount) => run(rows, transaction =>
        {
            transaction.Write(from, transaction.Read(from) - amount);
            transaction.Write(to, transaction.Read(to) + amount);
        }, CancellationToken.None);
        Together.Run(("t1", () => Transfer(0, 1, 10)), ("t2", () => Transfer(1, 0, 30)));
        Require.That(rows[0].Value == 120 && rows[1].Value == 80);
    }
}
