using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.LostWakeups;

/// <summary>What holds of a gate that is opened while others wait.</summary>
public static class Scenarios
{
    [Scenario("who waits goes through, whoever comes first")]
    public static void GoesThrough()
    {
        var gate = new Gate();
        Together.Run(("waiter", () => gate.Wait()), ("opener", gate.Open));
        Require.That(gate.IsOpen);
    }

    [Scenario("a wait that is over says whether the gate is open")]
    public static void SaysSo()
    {
        var gate = new Gate();
        Together.Run(
            ("waiter", () =>
            {
                if (gate.TryWait(TimeSpan.FromMilliseconds(1))) Require.That(gate.IsOpen);
            }
        ),
            ("opener", gate.Open));
    }

    [Scenario("looked at outside the lock, the gate is opened before the waiter sleeps", Fails = true)]
    public static void LooksOutside()
    {
        var (mutex, isOpen) = (new ParkingMutex(), false);
        var opened = new ConditionVariable(mutex);
        Together.Run(
            ("waiter", () =>
            {
                if (Volatile.Read(ref isOpen)) return;       // [look] outside
                using (mutex.Hold()) opened.Wait();          // [sleep] maybe for ever
            }
        ),
            ("opener", () =>
            {
                using (mutex.Hold())
                {
                    Volatile.Write(ref isOpen, true);
                    opened.Signal();
                }
            }
        ));
    }
}
