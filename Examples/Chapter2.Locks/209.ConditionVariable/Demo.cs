using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.BoundedBuffers;

[Exercise(209, "condition-variable", "Wait and notify", Points = 9, Small = "--items 200 --patience 20ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("items that go through the buffer in the long run", 1, 1_000_000)] int items = 1_000,
        [Option("producers, and as many consumers, in the long run", 1, 50)] int pairs = 4,
        [Option("slots of the buffer in the long run", 1, 1_000)] int capacity = 2,
        [Option("how long a producer rests after each item of the long run", 0, 1_000)] int pauseMs = 1,
        [Option("how long nothing must happen before we look whether all sleep", 1, 10_000)] int patienceMs = 200)
    {
        StolenItem.Play(stage, looksAgain: false);                             // [if]
        stage.WriteLine();
        StolenItem.Play(stage, looksAgain: true);                              // [while]
        stage.WriteLine();
        WrongWaiter.Play(stage, WakeStyle.OneConditionSignal, patienceMs);     // [one]
        stage.WriteLine();
        WrongWaiter.Play(stage, WakeStyle.OneConditionBroadcast, patienceMs);  // [all]
        stage.WriteLine();

        var run = new LongRun(stage, items, pairs, pauseMs);
        stage.WriteLine(run.Through(new BoundedBuffer<int>(capacity)));        // [solution]
        var two = run.Measure(capacity, WakeStyle.TwoConditionsSignal);
        var one = run.Measure(capacity, WakeStyle.OneConditionBroadcast);
        string[] Row(string name, (int WakeUps, int Useless, TimeSpan Elapsed) cost) => [
            name, $"{cost.WakeUps}", $"{cost.Useless}", $"{(double)cost.WakeUps / items:F2}",
            $"{cost.Elapsed.TotalMilliseconds:F0}"];
        stage.Table($"the price of waking, {pairs} producers and {pairs} consumers",
            ["conditions", "wake-ups", "for nothing", "per item", "ms"],
            [Row("two, Signal", two), Row("one, Broadcast", one)]);
    }
}
