using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Semaphores;

namespace Bench;

/// <summary>Acquire and release with a permit to spare. Wanted: at most 1.3x SemaphoreSlim.</summary>
public class UncontendedSemaphores
{
    private readonly SemaphoreSlim _slim = new(3, 5);
    private readonly FifoSemaphore _fifo = new(3, 5);
    private readonly BargingSemaphore _barging = new(3, 5);

    [Benchmark(Baseline = true)]
    public void SemaphoreSlim() { _slim.Wait(); _slim.Release(); }

    [Benchmark]
    public void FifoSemaphore() { _fifo.Acquire(); _fifo.Release(); }

    [Benchmark]
    public void BargingSemaphore() { _barging.Acquire(); _barging.Release(); }
}
