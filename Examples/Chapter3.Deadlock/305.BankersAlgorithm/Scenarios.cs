using Workbook.Concurrency.Deadlocks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.BankersAlgorithm;

/// <summary>What holds of a bank that has two of a kind, and two customers who will each need both, one after the other.</summary>
public static class Scenarios
{
    [Scenario("who lends with foresight sees everybody finish")]
    public static void Cautious()
    {
        var bank = new CautiousBank([2], [[0], [0]], [[2], [2]]);
        BothFinish(bank);
        Require.That(bank.Free[0] == 2);
    }

    [Scenario("who lends what is there ends with two who wait for each other", Fails = true)]
    public static void Careless() =>
        BothFinish(new CarelessBank(new BankState([2], [[2], [2]]), onLoan: _ => { }));

    private static void BothFinish(IBank bank)
    {
        void Borrow(int customer)
        {
            bank.Lend(customer, [1]);
            bank.Lend(customer, [1]);
            bank.TakeBack(customer, 2);
        }
        Together.Run(("customer 1", () => Borrow(0)), ("customer 2", () => Borrow(1)));
    }
}
