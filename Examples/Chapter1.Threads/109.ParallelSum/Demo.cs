// main                                    sum 1 ... sum k                     count 1 ... count k
//   adds up alone, to compare with
//   for k = 1 ... --threads: Of(numbers)    add up a slice each
//   combines, and compares
//   counts packed, then padded                                                  count, each on its own

using System.Diagnostics;
using System.Runtime.CompilerServices;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.ParallelSums;

[Exercise(109, "parallel-sum", "Parallel sum", Points = 25,
    Small = "--numbers 100000 --threads 2 --repetitions 1 --increments 100000")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("how many numbers to add up", 1, 100_000_000)] int numbers = 4_000_000,
        [Option("threads at most; every number of them up to this one is measured", 1, 64)] int threads = 4,
        [Option("measurements of each kind, of which the median counts", 1, 100)] int repetitions = 5,
        [Option("how far each thread counts to show false sharing", 1, 1_000_000_000)] int increments = 2_000_000)
    {
        var cores = Environment.ProcessorCount;
        stage.WriteLine($"this machine has {cores} {(cores == 1 ? "core" : "cores")}; "
            + $"each time is the median of {repetitions}, after a warm-up");
        stage.WriteLine();

        CompareSums(stage, [.. Enumerable.Range(1, numbers).Select(number => (long)number)], threads, repetitions);
        stage.WriteLine();
        CompareCounters(stage, threads, increments, repetitions, cores);
    }

    private static void CompareSums(Stage stage, long[] numbers, int threads, int repetitions)
    {
        var expected = 0L;
        var alone = Median.Of(repetitions, () => expected = SumAlone(numbers), stage.Cancel);

        List<(string Threads, string Slice, double Ms, long Sum)> rows = [("none", $"{numbers.Length}", alone, expected)];
        for (var k = 1; k <= threads; k++)
        {
            var sum = new ParallelSum(k);
            var total = 0L;
            var time = Median.Of(repetitions, () => total = sum.Of(numbers), stage.Cancel); // [sum]
            rows.Add(($"{k}", Lengths(sum.Split(numbers.Length)), time, total));
        }

        stage.Table($"1 + 2 + ... + {numbers.Length}", ["threads", "slice", "ms", "speed-up", "sum"], rows.Select(row =>
            (string[])[row.Threads, row.Slice, $"{row.Ms:F2}", $"{alone / row.Ms:F2}", $"{row.Sum}"]));
        stage.Bars("speed-up by number of threads, against the plain loop",
            rows.Skip(1).Select(row => (row.Threads, alone / row.Ms, $"{alone / row.Ms:F2}")));

        var gauss = (long)numbers.Length * (numbers.Length + 1) / 2;
        var wrong = rows.Count(row => row.Sum != expected);
        stage.WriteLine($"{rows.Count - wrong} of {rows.Count} sums are what the plain loop says; "
            + $"n(n+1)/2 is {gauss}{(gauss == expected ? ", the same" : ", ANOTHER")}");
    }

    private static string Lengths(IReadOnlyList<Slice> slices)
    {
        var (shortest, longest) = (slices.Min(slice => slice.Length), slices.Max(slice => slice.Length));
        return shortest == longest ? $"{longest}" : $"{shortest} to {longest}";
    }

    private static void CompareCounters(Stage stage, int threads, int increments, int repetitions, int cores)
    {
        var sharing = new FalseSharing(threads, increments, stage.Cancel);
        var counted = 0L;
        (string Layout, int Apart, double Ms, double Cores) Measure(string layout, ICounters counters)
        {
            var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var ms = Median.Of(repetitions, () => counted += sharing.CountWith(counters), stage.Cancel);
            return (layout, counters.BytesApart, ms, (Environment.CpuUsage.TotalTime - cpu) / Stopwatch.GetElapsedTime(start));
        }

        var packed = Measure("packed", new PackedCounters(threads)); // [packed]
        var padded = Measure("padded", new PaddedCounters(threads)); // [padded]

        stage.Table($"{threads} {(threads == 1 ? "thread" : "threads")}, each counts to {increments} on its own",
            ["counters", "bytes apart", "ms", "ns an increment", "cores"],
            new[] { packed, padded }.Select(row => (string[])
                [row.Layout, $"{row.Apart}", $"{row.Ms:F2}", $"{row.Ms * 1e6 / increments:F2}", $"{row.Cores:F2}"]));
        stage.Bars("", new[] { packed, padded }.Select(row => (row.Layout, row.Ms, $"{row.Ms:F2} ms")));

        var expected = 2L * (repetitions + 1) * threads * increments;
        stage.WriteLine($"packed takes {packed.Ms / padded.Ms:F2} times as long as padded; "
            + $"{counted} increments counted, {(counted == expected ? "none lost" : $"{expected - counted} LOST")}");
        if (cores == 1 || threads == 1)
            stage.WriteLine($"(one {(cores == 1 ? "core" : "thread")}: nobody writes at the same time: no false sharing)");
        else if (Math.Min(packed.Cores, padded.Cores) < 1.5)
            stage.WriteLine("(the threads had fewer than 1.5 cores: they seldom wrote at once, and the ratio says little)");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as the loop it is compared with
    private static long SumAlone(long[] numbers)
    {
        var sum = 0L;
        for (var i = 0; i < numbers.Length; i++) sum = checked(sum + numbers[i]);
        return sum;
    }
}
