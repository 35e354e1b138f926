// the naive table: a deadlock, found and ended   ->   dinner at the other three   ->   the table of meals   ->   the audit

using Workbook.Concurrency.Locks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.Philosophers;

[Exercise(304, "dining-philosophers", "Dining philosophers", Points = 15, Small = "--meals 3 --eat 1ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("philosophers, and as many forks", 2, 12)] int philosophers = 5,
        [Option("dinner ends when everybody has eaten that often", 1, 10_000)] int meals = 20,
        [Option("how long a meal takes", 0, 10_000)] int eatMs = 2,
        [Option("how long they think between meals", 0, 10_000)] int thinkMs = 1,
        [Option("how they get at their forks")] Strategy strategy = Strategy.All)
    {
        if (strategy is Strategy.All or Strategy.Naive)
        {
            using (var view = stage.Live()) Gridlock.Play(stage, view, philosophers);       // [naive]
            if (strategy == Strategy.Naive) return;
            stage.WriteLine();
        }

        ILock[] NewForks() => [.. Enumerable.Range(0, philosophers).Select(_ => new ParkingMutex())];
        (Strategy Strategy, ITable Table)[] tables = [
            (Strategy.Ordered, new OrderedTable(NewForks())),
            (Strategy.Waiter, new WaiterTable(NewForks())),
            (Strategy.ChandyMisra, new DiningTable(philosophers))];                         // [solution]

        var dinner = new Dinner(stage, philosophers, meals, eatMs, thinkMs);
        var rows = new List<string[]>();
        var logs = new List<MealLog>();
        foreach (var (kind, table) in tables.Where(table => strategy == Strategy.All || strategy == table.Strategy))
        {
            using var view = stage.Live();
            var (log, elapsed) = dinner.At(table, NameOf(kind), view);
            logs.Add(log);
            rows.Add([NameOf(kind), .. log.Meals.Select(count => $"{count}"), $"{log.MostEating}",
                $"{log.LongestHunger.TotalMilliseconds:F1}", $"{elapsed.TotalMilliseconds:F0}"]);
        }
        stage.Table("meals eaten", ["table", .. Enumerable.Range(0, philosophers).Select(MealLog.NameOf),
            "at once", "longest hunger, ms", "ms"], rows);

        var together = logs.SelectMany(log => log.Together).ToList();
        stage.WriteLine(together.Count == 0
            ? "no two neighbours ever ate at the same time"
            : $"NEIGHBOURS ATE TOGETHER: {string.Join(", ", together.Distinct())}");
        var hungriest = logs.MaxBy(log => log.LongestHunger)!;
        stage.WriteLine($"everybody has eaten at least {logs.Min(log => log.Meals.Min())} times; "
            + $"the longest hunger was {hungriest.LongestHunger.TotalMilliseconds:F1} ms, {hungriest.Title}");
    }

    private static string NameOf(Strategy strategy) =>
        strategy == Strategy.ChandyMisra ? "Chandy-Misra" : $"{strategy}".ToLowerInvariant();
}
