using Workbook.Concurrency.Signals;
using Workbook.Ipc.Pools;

namespace Bench.Programs;

/// <summary>Jobs that do nothing in two worker processes, beside Python's multiprocessing.Pool. Wanted: asynchronous 5x, better
/// 10x; synchronous 2x.</summary>
internal sealed class PoolJobs : IProgramBenchmark
{
    private const int Async = 5_000, Sync = 500, Items = 1_000_000;

    public void Run(FigureTable figures)
    {
        var python = Peer.Python("pool.py");
        using var pool = new ProcessPool(2);
        figures.Measure("pool of 2, no-op, ApplyAsync, thousand/s", () => Rate.PerSecond(Async, () => Submit(pool)) / 1e3, null,
            new Contender("Python apply_async", () => python.Measure("apply_async", $"{Async}") / 1e3, Goal.AtLeast(5)));
        figures.Measure("pool of 2, no-op, Apply, thousand/s", () => Rate.PerSecond(Sync, () => Apply(pool)) / 1e3, null,
            new Contender("Python apply", () => python.Measure("apply", $"{Sync}") / 1e3, Goal.AtLeast(2)));
        figures.Measure("pool of 2, x + 1, Map, million items/s", () => Rate.PerSecond(Items, () => Map(pool)) / 1e6, null,
            new Contender("Python map", () => python.Measure("map", $"{Items}") / 1e6));
    }

    private static void Nothing() { }

    private static int Next(int x) => x + 1;

    private static void Submit(ProcessPool pool)
    {
        var all = new CountDownLatch(Async);
        for (var i = 0; i < Async; i++) pool.ApplyAsync(Nothing, onDone: () => all.CountDown());
        all.Wait();
    }

    private static void Apply(ProcessPool pool)
    {
        for (var i = 0; i < Sync; i++) pool.Apply(Nothing);
    }

    private static void Map(ProcessPool pool) => pool.Map(Next, Enumerable.Range(0, Items));
}
