#if UPSTREAM_PACKAGES
using Theirs = Nito.AsyncEx;
#endif
using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Async;

namespace Bench;

/// <summary>A permit taken and given back, with one to spare. Wanted: at most 1.2x SemaphoreSlim, and nothing allocated.</summary>
[MemoryDiagnoser]
public class UncontendedAsyncSemaphore
{
    private readonly SemaphoreSlim _slim = new(2);
    private readonly AsyncSemaphore _semaphore = new(2);

    [Benchmark(Baseline = true)]
    public async Task SemaphoreSlim()
    {
        await _slim.WaitAsync();
        _slim.Release();
    }

    [Benchmark]
    public async Task WaitAsync()
    {
        await _semaphore.WaitAsync();
        _semaphore.Release();
    }

    [Benchmark]
    public async Task LockAsync()
    {
        using (await _semaphore.LockAsync())
        {
        }
    }

#if UPSTREAM_PACKAGES
    private readonly Theirs.AsyncSemaphore _theirs = new(2);

    [Benchmark]
    public async Task NitoWaitAsync()
    {
        await _theirs.WaitAsync();
        _theirs.Release();
    }

    [Benchmark]
    public async Task NitoLockAsync()
    {
        using (await _theirs.LockAsync())
        {
        }
    }
#endif
}
