using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.MutualExclusion;

/// <summary>What holds of a mutex.</summary>
public static class Scenarios
{
    [Scenario("two tellers, one till: no deposit is lost")]
    public static void Till()
    {
        var till = new GuardedTill(new PlainMutex());
        Together.Run(("teller 1", () => till.Deposit()), ("teller 2", () => till.Deposit()));
        Require.That(till.Balance == 2);
    }

    [Scenario("a wait that gives up leaves the mutex to the others")]
    public static void GivesUp()
    {
        var (mutex, entries) = (new PlainMutex(), 0);
        var gaveUp = false;
        Together.Run(
            ("impatient", () =>
            {
                gaveUp = !mutex.TryAcquire(TimeSpan.FromMilliseconds(1));
                if (gaveUp) return;
                entries++;
                mutex.Release();
            }
        ),
            ("patient", () =>
            {
                mutex.Acquire();
                entries++;
                mutex.Release();
            }
        ));
        Require.That(entries == (gaveUp ? 1 : 2));
        Require.That(mutex.TryAcquire());
    }

    [Scenario("without the mutex a deposit is lost", Fails = true)]
    public static void Unguarded()
    {
        var till = new UnguardedTill(tellers: 2);
        Together.Run(("teller 1", () => till.Deposit()), ("teller 2", () => till.Deposit()));
        Require.That(till.Balance == 2);
    }
}
