using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.Philosophers;

/// <summary>The naive table: a meal for everybody, and all begin at the same moment. A detector ends it.</summary>
public static class Gridlock
{
    /// <summary>Plays it, and shows who waited for whom.</summary>
    public static void Play(Stage stage, LiveView view, int philosophers)
    {
        var reports = new List<DeadlockReport>(); // the detector tells one thread at a time: there is one deadlock, of all
        var detector = new DeadlockDetector(onCycle: reports.Add);
        TrackedLock[] forks =
            [.. Enumerable.Range(1, philosophers).Select(number => new TrackedLock($"fork {number}") { Detector = detector })];
        var allHaveTheLeftOne = new CyclicBarrier(philosophers);
        var table = new NaiveTable(forks, () => allHaveTheLeftOne.SignalAndWait(stage.Cancel)); // [all left]
        var log = new MealLog(stage, "naive", view, philosophers, enough: 1);

        var group = new ThreadGroup();
        for (var number = 0; number < philosophers; number++)
        {
            var seat = number;
            group.Start(MealLog.NameOf(seat), () =>
            {
                log.Hungry(seat);
                try { table.PickUp(seat, stage.Cancel); }
                catch (DeadlockException) // [gives way] the left fork is on the table again
                {
                    log.Thinks(seat);
                    return;
                }
                log.Eats(seat);
                log.Thinks(seat);
                table.PutDown(seat);
            });
        }
        group.Join();

        foreach (var report in reports)
        {
            stage.Table("naive: a deadlock", ["philosopher", "has", "waits for", "which has"], report.Cycle.Select(waiting =>
                (string[])[waiting.Name, string.Join(' ', waiting.Holds.Select(held => held.Lock.Name)), waiting.WaitsFor.Name,
                    waiting.Holder ?? ""]));
            stage.WriteLine($"DEADLOCK of {report.Cycle.Count}; {report.Victim?.Name} had to give way");
        }
        var eaten = log.Meals.Select((meals, seat) => (meals, seat)).ToList();
        stage.WriteLine($"have eaten: {eaten.Count(row => row.meals > 0)}; "
            + $"without a meal: {string.Join(' ', eaten.Where(row => row.meals == 0).Select(row => MealLog.NameOf(row.seat)))}");
    }
}
