#if UPSTREAM_PACKAGES
using Theirs = Nito.AsyncEx;
#endif
using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Async;

namespace Bench;

/// <summary>In and out, nobody else there. Wanted: at most 1.2x SemaphoreSlim, and nothing allocated.</summary>
[MemoryDiagnoser]
public class UncontendedAsyncLock
{
    private readonly SemaphoreSlim _slim = new(1, 1);
    private readonly AsyncLock _lock = new();

    [Benchmark(Baseline = true)]
    public async Task SemaphoreSlim()
    {
        await _slim.WaitAsync();
        _slim.Release();
    }

    [Benchmark]
    public async Task LockAsync()
    {
        using (await _lock.LockAsync())
        {
        }
    }

    [Benchmark]
    public void Lock()
    {
        using (_lock.Lock())
        {
        }
    }

#if UPSTREAM_PACKAGES
    private readonly Theirs.AsyncLock _theirs = new();

    [Benchmark]
    public async Task NitoLockAsync()
    {
        using (await _theirs.LockAsync())
        {
        }
    }

    [Benchmark]
    public void NitoLock()
    {
        using (_theirs.Lock())
        {
        }
    }
#endif
}
