using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.Latches;

/// <summary>What holds of a finish line.</summary>
public static class Scenarios
{
    [Scenario("who waits goes on when all are in, and sees what they did")]
    public static void AllIn()
    {
        var line = new FinishLine(2);
        var (a, b) = (0, 0);
        Together.Run(
            ("a", () =>
            {
                a = 1;
                line.CountDown();
            }
        ),
            ("b", () =>
            {
                b = 1;
                line.CountDown();
            }
        ),
            ("judge", () =>
            {
                line.Wait();
                Require.That(a + b == 2);
            }
        ));
    }
}
