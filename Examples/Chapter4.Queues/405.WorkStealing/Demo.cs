// main                                     fork-join 1 ... fork-join k
//   plays the theft, two workers             one forks, one steals
//   sorts alone, to compare with
//   for k = 1 ... --workers: Sort(numbers)   split, steal, merge
//   says who did how much, and compares

using Workbook.Concurrency.Pools;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.ForkJoin;

[Exercise(405, "work-stealing", "Work stealing", Points = 8,
    Small = "--numbers 20000 --workers 2 --repetitions 1 --cut-off 1000")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("how many numbers to sort", 1, 5_000_000)] int numbers = 1_000_000,
        [Option("workers at most; every number of them up to this one is measured", 1, 32)] int workers = 4,
        [Option("pieces up to this length are sorted without further branches", 1, 20_000_000)] int cutOff = 8_192,
        [Option("measurements of each kind, of which the median counts", 1, 100)] int repetitions = 3,
        [Option("another seed, other numbers", 0)] int seed = 1)
    {
        Theft.Play(stage);
        stage.WriteLine();

        var random = new Random(seed);
        int[] shuffled = [.. Enumerable.Range(0, numbers).Select(_ => random.Next())];
        var expected = shuffled.Order().ToArray();
        int[] items = new int[numbers], space = new int[numbers];
        var wrong = 0;

        Measured Measure(Action sort, Func<IReadOnlyList<WorkStealingFigures>> figures) =>
            Measured.Median(repetitions, () => shuffled.CopyTo(items, 0), sort, figures, () =>
            {
                if (!items.AsSpan().SequenceEqual(expected)) wrong++;
            });

        var alone = Measure(() => MergeSort.Sort(items, space, 0, numbers, stage.Cancel), () => []);
        List<Measured> runs = [];
        for (var k = 1; k <= workers; k++)
        {
            using var pool = new WorkStealingPool(k);
            var sort = new ParallelMergeSort<int>(pool, cutOff);
            runs.Add(Measure(() => sort.Sort(items, stage.Cancel), () => pool.Figures)); // [sort]
        }
        Show(stage, numbers, cutOff, alone, runs);

        var sorts = (workers + 1) * (repetitions + 1);
        stage.WriteLine($"{sorts - wrong} of {sorts} sorts came out as Order() of the platform has it");
    }

    private static void Show(Stage stage, int numbers, int cutOff, Measured alone, List<Measured> runs)
    {
        var cores = Environment.ProcessorCount;
        stage.Table($"{numbers} numbers, cut-off {cutOff}, {cores} {(cores == 1 ? "core" : "cores")}",
            ["workers", "ms", "speed-up", "cores", "jobs", "stolen"],
            runs.Select((run, index) => (string[])
                [$"{index + 1}", $"{run.Ms:F1}", $"{alone.Ms / run.Ms:F2}", $"{run.Cores:F2}", $"{run.Jobs}", $"{run.Stolen}"])
            .Prepend(["none", $"{alone.Ms:F1}", "1.00", $"{alone.Cores:F2}", "", ""]));
        stage.Bars("speed-up by number of workers, against the plain merge sort",
            runs.Select((run, index) => ($"{index + 1}", alone.Ms / run.Ms, $"{alone.Ms / run.Ms:F2}")));
        if (cores > 1 && runs.Count > 1 && runs.Skip(1).Max(run => run.Cores) < 1.5)
            stage.WriteLine("(the workers never had 1.5 cores: short work, or a busy machine; the speed-up says little)");
        stage.WriteLine();
        stage.Table($"who did what, {runs.Count} {(runs.Count == 1 ? "worker" : "workers")}",
            ["worker", "jobs", "of them stolen"],
            runs[^1].Workers.Select(worker => (string[])[worker.Worker, $"{worker.Ran}", $"{worker.Stole}"]));
    }
}
