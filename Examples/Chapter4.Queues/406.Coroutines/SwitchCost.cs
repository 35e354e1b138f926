// The turn goes from one to the next, and nothing else is done:
//
//      two coroutines    MoveNext of one returns, MoveNext of the other is called          the thread never sleeps
//      two threads       one wakes the other and falls asleep                              the system has to be asked, each time

using System.Diagnostics;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.CooperativeTasks;

/// <summary>What it costs to hand the turn on, between coroutines and between threads.</summary>
internal sealed class SwitchCost(Stage stage, int switches)
{
    public void Measure()
    {
        var rounds = Math.Max(1, switches / 200); // of two turns; fewer, since each takes so much longer
        string[] Row(string what, int turns, TimeSpan took) =>
            [what, $"{turns:N0}", $"{took.TotalMilliseconds:0.0}", $"{took.TotalNanoseconds / turns:N0}"];
        stage.Table("handing on the turn", ["between", "turns", "ms", "ns each"],
            [
                Row("two coroutines", switches, OfCoroutines()),
                Row("two threads", 2 * rounds, OfThreads(rounds)),
            ]);
    }

    private TimeSpan OfCoroutines()
    {
        IEnumerable<Wish> Turns(int count) { for (var i = 0; i < count; i++) yield return Wish.Turn; }
        using var scheduler = new RoundRobinScheduler<int>();
        scheduler.Spawn("a", _ => Turns(switches / 2));
        scheduler.Spawn("b", _ => Turns(switches - switches / 2));
        var start = Stopwatch.GetTimestamp();
        scheduler.Run(stage.Cancel);
        return Stopwatch.GetElapsedTime(start);
    }

    private TimeSpan OfThreads(int rounds)
    {
        var (mine, yours) = (new AutoEvent(), new AutoEvent());
        var group = new ThreadGroup();
        void Pass(AutoEvent from, AutoEvent to)
        {
            for (var i = 0; i < rounds; i++)
            {
                from.Wait(stage.Cancel);
                to.Set();
            }
        }
        var start = Stopwatch.GetTimestamp();
        group.Start("a", () => Pass(mine, yours));
        group.Start("b", () => Pass(yours, mine));
        mine.Set();
        group.Join();
        return Stopwatch.GetElapsedTime(start);
    }
}
