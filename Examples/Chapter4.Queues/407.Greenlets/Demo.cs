// The same three waits, four ways:
//
//      cooperatively       one thread, all asleep at the same time              as long as the longest
//      virtually           the same, on a clock that does not wait              no time at all
//      blocking            one thread, one sleep after the other                as long as all together
//      threads             a thread for each, all asleep at the same time       as long as the longest

using System.Diagnostics;
using Workbook.Concurrency.Clocks;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.CooperativeWaiting;

[Exercise(407, "greenlets", "Greenlets", Points = 5, Small = "--unit 20ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("how many wait: the first for one unit, the second for two, ...", 1, 12)] int tasks = 3,
        [Option("how long a unit is; the comparisons take a tenth of it", 10, 10_000)] int unitMs = 1_000)
    {
        var unit = TimeSpan.FromMilliseconds(unitMs);
        var few = unit / 10; // the blocking way takes the sum of all waits: with full units one would not want to wait for it

        var log = new WaitLog(stage, unit);
        var cooperative = RunAll(stage, MonotonicClock.Instance, tasks, unit, log);
        log.Draw();
        stage.WriteLine();

        var clock = new VirtualClock();
        var real = RunAll(stage, clock, tasks, unit, log: null);
        var blocking = Time(() => { for (var k = 1; k <= tasks; k++) stage.Sleep((int)(k * few.TotalMilliseconds)); });
        var threads = Time(() =>
        {
            var group = new ThreadGroup();
            for (var k = 1; k <= tasks; k++)
            {
                var time = (int)(k * few.TotalMilliseconds);
                group.Start($"t{k}", () => stage.Sleep(time));
            }
            group.Join();
        });

        string[] Row(string way, int threads, TimeSpan unit, TimeSpan took) =>
            [way, $"{threads}", $"{unit.TotalMilliseconds:0}", $"{took.TotalMilliseconds:0}", $"{took / unit:0.0}"];
        stage.Table($"to wait for 1 to {tasks} units", ["way", "threads", "unit, ms", "took, ms", "in units"],
            [
                Row("cooperatively", 1, unit, cooperative),
                Row("virtual clock, its time", 1, unit, clock.Now),
                Row("virtual clock, real time", 1, unit, real),
                Row("blocking", 1, few, blocking),
                Row("a thread each", tasks, few, threads),
            ]);
    }

    private static TimeSpan RunAll(Stage stage, IClock clock, int tasks, TimeSpan unit, WaitLog? log)
    {
        IEnumerable<TimeSpan> Body(string name, int units)
        {
            log?.Note(name, $"begins, and sleeps for {(units * unit).TotalSeconds:0.##} s");
            yield return units * unit;                                      // [sleep]
            log?.Note(name, "is back, and ends");
        }
        var hub = new GreenletHub(clock);
        for (var k = 1; k <= tasks; k++) hub.Spawn($"g{k}", Body($"g{k}", k));
        return Time(() => hub.JoinAll(stage.Cancel));                       // [join]
    }

    private static TimeSpan Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    }
}
