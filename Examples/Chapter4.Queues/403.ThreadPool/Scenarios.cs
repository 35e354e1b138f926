using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.Pools;

/// <summary>What holds of a small pool.</summary>
public static class Scenarios
{
    [Scenario("what was submitted has run when Join returns")]
    public static void AllRun()
    {
        var ran = 0;
        var pool = new SmallPool(1);
        pool.Submit(() => ran++);
        pool.Submit(() => ran++);
        pool.Close();
        pool.Join();
        Require.That(ran == 2);
    }
}
