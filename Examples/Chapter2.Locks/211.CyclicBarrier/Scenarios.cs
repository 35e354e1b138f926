using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.Barriers;

/// <summary>What holds of threads that meet.</summary>
public static class Scenarios
{
    [Scenario("nobody is a phase ahead")]
    public static void Phases()
    {
        var barrier = new PhaseBarrier(2);
        var (a, b) = (0, 0);
        Together.Run(
            ("a", () =>
            {
                a = 1;
                barrier.SignalAndWait();
                Require.That(b == 1);
            }
        ),
            ("b", () =>
            {
                b = 1;
                barrier.SignalAndWait();
                Require.That(a == 1);
            }
        ));
    }
}
