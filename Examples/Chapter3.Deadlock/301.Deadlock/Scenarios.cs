using Workbook.Concurrency.Locks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.Transfers;

/// <summary>What holds of transfers in opposite directions.</summary>
public static class Scenarios
{
    [Scenario("opposite transfers both end, and no money comes or goes")]
    public static void Opposite()
    {
        var bank = new Bank(accounts: 2, balance: 10);
        Together.Run(("teller 1", () => bank.TryTransfer(0, 1, 1)), ("teller 2", () => bank.TryTransfer(1, 0, 2)));
        Require.That(bank.Total == 20);
        Require.That(bank.BalanceOf(0) == 11);
    }

    [Scenario("each takes his own account first, and they wait for each other", Fails = true)]
    public static void OwnFirst()
    {
        ParkingMutex a = new(), b = new();
        Together.Run(("teller 1", () => Hold(a, b)), ("teller 2", () => Hold(b, a)));

        static void Hold(ParkingMutex own, ParkingMutex other)
        {
            using (own.Hold())
            using (other.Hold())
            {
            }
        }
    }
}
