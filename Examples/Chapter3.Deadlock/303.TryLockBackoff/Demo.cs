using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.TryLocks;

[Exercise(303, "try-lock-backoff", "Try-lock and backoff", Points = 15, Small = "--rounds 3 --times 3")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("threads, each of which needs two locks of a ring", 2, 6)] int threads = 2,
        [Option("rounds of the livelock, which by itself would not end", 1, 1_000)] int rounds = 5,
        [Option("how often each thread then takes its two locks", 1, 10_000)] int times = 50,
        [Option("how long it keeps both", 0, 1_000)] int holdMs = 1,
        [Option("the longest random pause after a failure", 1, 1_000)] int longestPauseMs = 8)
    {
        Livelock.Play(stage, new Ring(threads), rounds);               // [livelock]
        stage.WriteLine();
        Cure.Play(stage, new Ring(threads), times, holdMs, longestPauseMs);    // [cure]
    }
}
