using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.ParallelSums;

/// <summary>What holds of a sum that several threads work out.</summary>
public static class Scenarios
{
    [Scenario("two threads, each with a place of its own, come to the sum")]
    public static void TwoSlices() => Require.That(new ParallelSum(2).Of([1, 2, 3]) == 6);

    [Scenario("both threads are at work at the same time")]
    public static void BothAtWork()
    {
        using var bothAreHere = new CountdownEvent(2);
        void Meet(Slice slice)
        {
            bothAreHere.Signal();
            bothAreHere.Wait(); // for the other one, who has to come meanwhile
        }
        Require.That(new ParallelSum(2, Meet).Of([1, 2]) == 3);
    }
}
