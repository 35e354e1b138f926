using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.LostUpdate;

/// <summary>What holds of a counter that two threads count up.</summary>
public static class Scenarios
{
    [Scenario("no addition is lost, and sum and number belong together")]
    public static void NothingLost()
    {
        var counter = new TallyCounter();
        Together.Run(("adds 1", () => counter.Add(1)), ("adds 2 and 3", () => counter.AddAll([2, 3])));
        Require.That(counter.Read() == new Tally(3, 6, 3));
    }

    [Scenario("who reads meanwhile sees whole additions")]
    public static void ReadMeanwhile()
    {
        var counter = new TallyCounter();
        Together.Run(
            ("adds", () => counter.AddAll([2, 2])),
            ("reads", () =>
            {
                var seen = counter.Read();
                Require.That(seen == new Tally(seen.Additions, 2 * seen.Additions, seen.Additions == 0 ? 0 : 2));
            }
        ));
    }

    [Scenario("an atomic increment is one step")]
    public static void Atomic()
    {
        var counter = new AtomicCounter();
        Together.Run(("a", counter.Increment), ("b", counter.Increment));
        Require.That(counter.Value == 2);
    }

    [Scenario("without a lock an update is lost", Fails = true)]
    public static void Unlocked()
    {
        var counter = new UnlockedCounter();
        Together.Run(("a", counter.Increment), ("b", counter.Increment));
        Require.That(counter.Value == 2);
    }
}
