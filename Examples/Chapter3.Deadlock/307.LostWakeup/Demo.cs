using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.LostWakeups;

[Exercise(307, "lost-wakeup", "The lost wake-up", Points = 10, Small = "--gates 50")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("gates in the long run, each opened once", 1, 100_000)] int gates = 2_000,
        [Option("threads that go through each gate of the long run", 1, 50)] int waiters = 3)
    {
        Play.Run(stage, PredicatePlace.Nowhere);            // [nowhere]
        stage.WriteLine();
        Play.Run(stage, PredicatePlace.OutsideTheLock);     // [outside]
        stage.WriteLine();
        Play.Run(stage, PredicatePlace.UnderTheLock);       // [under]
        stage.WriteLine();
        stage.WriteLine(LongRun.Through(stage, gates, waiters)); // [solution]
    }
}
