using BenchmarkDotNet.Attributes;
using Workbook.Ipc.Synchronization;

namespace Bench;

/// <summary>Acquire and release of a lock between processes, by one thread. Wanted: SharedMutex under 20 ns, whatever the others
/// take; the platform's named Mutex (178 ns) is the baseline, a robust mutex of pthread called from C# stands beside
/// it.</summary>
public class UncontendedSharedMutex
{
    private readonly SharedMutex _shared = Workbook.Ipc.Synchronization.SharedMutex.CreateAnonymous();
    private readonly SharedReentrantMutex _reentrant = Workbook.Ipc.Synchronization.SharedReentrantMutex.CreateAnonymous();
    private readonly Mutex _named = new(false, $"bench-{Environment.ProcessId}");
    private readonly RobustPthreadMutex _robust = new();

    [GlobalCleanup]
    public void End()
    {
        _shared.Dispose();
        _reentrant.Dispose();
        _named.Dispose();
        _robust.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void NamedMutex() { _named.WaitOne(); _named.ReleaseMutex(); }

    [Benchmark]
    public void SharedMutex() { _shared.Acquire(); _shared.Release(); }

    [Benchmark]
    public void SharedReentrantMutex() { _reentrant.Acquire(); _reentrant.Release(); }

    [Benchmark]
    public void RobustPthread() { _robust.Acquire(); _robust.Release(); }
}
