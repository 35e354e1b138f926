using System.Diagnostics;
using Workbook.Concurrency.Signals;
using Workbook.Ipc.Pools;

namespace Bench.Programs;

/// <summary>Jobs that do nothing in two worker processes, beside Python's multiprocessing.Pool. Wanted: asynchronous at least 5x,
/// synchronous at least 2x.</summary>
internal sealed class PoolJobs : IProgramBenchmark
{
    private const int Async = 50_000, Sync = 5_000, Items = 1_000_000;

    public void Run(FigureTable figures)
    {
        using var pool = new ProcessPool(2);
        pool.Apply(Nothing);
        var later = FigureTable.Median(5, () => PerSecond(Async, () => Submit(pool)));
        var now = FigureTable.Median(5, () => PerSecond(Sync, () =>
        {
            for (var i = 0; i < Sync; i++) pool.Apply(Nothing);
        }));
        var map = FigureTable.Median(5, () => PerSecond(Items, () => pool.Map(Next, Enumerable.Range(0, Items))));
        pool.Close();
        pool.Join();

        var python = Peer.Python("pool.py")?.Run($"{Async}", $"{Sync}", $"{Items}");
        figures.Add("pool of 2, no-op, ApplyAsync", "jobs/s", later, Of("apply_async"), "at least 5x");
        figures.Add("pool of 2, no-op, Apply", "jobs/s", now, Of("apply"), "at least 2x");
        figures.Add("pool of 2, x + 1, Map of 1,000,000", "items/s", map, Of("map"));

        (string, double)? Of(string name) => python is null ? null : ($"Python {name}", python[name]);
    }

    private static void Nothing() { }

    private static int Next(int x) => x + 1;

    private static void Submit(ProcessPool pool)
    {
        var all = new CountDownLatch(Async);
        for (var i = 0; i < Async; i++) pool.ApplyAsync(Nothing, onDone: () => all.CountDown());
        all.Wait();
    }

    private static double PerSecond(int count, Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
