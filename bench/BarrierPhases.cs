using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Signals;

namespace Bench;

/// <summary>Two threads meet again and again. Wanted: at least 2x faster a phase than Barrier, a ratio of at most 0.5.</summary>
public class BarrierPhases
{
    private const int Phases = 50_000;

    [Benchmark(Baseline = true, OperationsPerInvoke = Phases)]
    public void Barrier()
    {
        using var barrier = new Barrier(2);
        TwoThreads.Run(() => { for (var i = 0; i < Phases; i++) barrier.SignalAndWait(); });
    }

    [Benchmark(OperationsPerInvoke = Phases)]
    public void CyclicBarrier()
    {
        var barrier = new CyclicBarrier(2);
        TwoThreads.Run(() => { for (var i = 0; i < Phases; i++) barrier.SignalAndWait(); });
    }
}
