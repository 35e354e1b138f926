using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.SpinLocks;

/// <summary>What holds of a spin lock.</summary>
public static class Scenarios
{
    [Scenario("one thread at a time is inside")]
    public static void OneInside()
    {
        var (gate, entries) = (new TicketSpinLock(), 0);
        Together.Run(("a", Enter), ("b", Enter));
        Require.That(entries == 2);

        void Enter()
        {
            gate.Acquire();
            entries++;
            gate.Release();
        }
    }

    [Scenario("a try gets in alone, or not at all")]
    public static void TryOrWait()
    {
        var (gate, entries) = (new TicketSpinLock(), 0);
        var refused = false;
        Together.Run(
            ("tries", () =>
            {
                refused = !gate.TryAcquire();
                if (refused) return;
                entries++;
                gate.Release();
            }
        ),
            ("waits", () =>
            {
                gate.Acquire();
                entries++;
                gate.Release();
            }
        ));
        Require.That(entries == (refused ? 1 : 2));
        Require.That(gate.TryAcquire());
    }
}
