using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.ReadersWriters;

/// <summary>What holds of readers and a writer.</summary>
public static class Scenarios
{
    [Scenario("a reader never sees half of what a writer writes")]
    public static void NotHalf()
    {
        var (gate, x, y) = (new ReadersWriterGate(), 0, 0);
        Together.Run(
            ("reader", () =>
            {
                gate.EnterRead();
                Require.That(x == y);
                gate.LeaveRead();
            }
        ),
            ("writer", () =>
            {
                gate.EnterWrite();
                x++;
                y++;
                gate.LeaveWrite();
            }
        ));
    }
}
