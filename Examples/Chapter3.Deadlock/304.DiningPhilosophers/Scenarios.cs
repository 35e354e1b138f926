using Workbook.Concurrency.Locks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.Philosophers;

/// <summary>What holds of two philosophers and two forks.</summary>
public static class Scenarios
{
    [Scenario("both eat, one after the other")]
    public static void BothEat()
    {
        var (table, meals) = (new DiningTable(2), 0);
        Together.Run(("seat 0", () => Eat(0)), ("seat 1", () => Eat(1)));
        Require.That(meals == 2);

        void Eat(int seat)
        {
            table.PickUp(seat);
            meals++;
            table.PutDown(seat);
        }
    }

    [Scenario("each takes the left fork first, and they starve", Fails = true)]
    public static void LeftFirst()
    {
        var table = new NaiveTable([new ParkingMutex(), new ParkingMutex()]);
        Together.Run(("seat 0", () => Eat(0)), ("seat 1", () => Eat(1)));

        void Eat(int seat)
        {
            table.PickUp(seat);
            table.PutDown(seat);
        }
    }
}
