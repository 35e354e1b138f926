using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Signals;

namespace Bench;

/// <summary>Waits for an event that is set. Wanted: at most 1.2x ManualResetEventSlim.</summary>
public class WaitWhenSet
{
    private const int Waits = 100; // one is below the resolution of the clock
    private readonly ManualResetEventSlim _slim = new(true);
    private readonly ManualEvent _event = new(true);

    [Benchmark(Baseline = true, OperationsPerInvoke = Waits)]
    public void ManualResetEventSlim() { for (var i = 0; i < Waits; i++) _slim.Wait(); }

    [Benchmark(OperationsPerInvoke = Waits)]
    public void ManualEvent() { for (var i = 0; i < Waits; i++) _event.Wait(); }
}
