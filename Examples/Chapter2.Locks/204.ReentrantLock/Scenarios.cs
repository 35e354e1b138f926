using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.ReentrantLocks;

/// <summary>What holds of a lock that its holder may acquire again.</summary>
public static class Scenarios
{
    [Scenario("the inner release lets nobody in")]
    public static void InnerRelease()
    {
        var (gate, steps) = (new NestingLock(), 0);
        Together.Run(("a", Enter), ("b", Enter));
        Require.That(steps == 4);

        void Enter()
        {
            gate.Acquire();
            gate.Acquire();
            steps++;
            gate.Release();
            steps++; // still inside
            gate.Release();
        }
    }
}
