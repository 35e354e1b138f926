using System.Diagnostics;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.Philosophers;

/// <summary>Philosophers think and eat until each of them has eaten a number of times; who starved would keep them all
/// there.</summary>
/// <param name="stage">Its token ends it.</param>
/// <param name="philosophers">How many sit there.</param>
/// <param name="meals">How often everybody has to have eaten.</param>
/// <param name="eatMs">How long a meal takes.</param>
/// <param name="thinkMs">How long they think between meals.</param>
public sealed class Dinner(Stage stage, int philosophers, int meals, int eatMs, int thinkMs)
{
    /// <summary>Dines at a table, and returns what was written down, and how long it took.</summary>
    public (MealLog Log, TimeSpan Elapsed) At(ITable table, string title, LiveView view)
    {
        var log = new MealLog(stage, title, view, philosophers, meals);
        var allAreSeated = new CyclicBarrier(philosophers);
        var start = Stopwatch.GetTimestamp();
        var group = new ThreadGroup();
        for (var number = 0; number < philosophers; number++)
        {
            var seat = number;
            group.Start(MealLog.NameOf(seat), () =>
            {
                allAreSeated.SignalAndWait(stage.Cancel);
                while (!log.AllHaveHadEnough)
                {
                    stage.Sleep(thinkMs);
                    log.Hungry(seat);
                    table.PickUp(seat, stage.Cancel);   // [pick up]
                    log.Eats(seat);
                    try { stage.Sleep(eatMs); }         // [eat]
                    finally
                    {
                        log.Thinks(seat);
                        table.PutDown(seat);            // [put down] on Ctrl+C too
                    }
                }
            });
        }
        group.Join();
        return (log, Stopwatch.GetElapsedTime(start));
    }
}
