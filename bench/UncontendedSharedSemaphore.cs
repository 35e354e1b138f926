using BenchmarkDotNet.Attributes;
using Workbook.Ipc.Synchronization;

namespace Bench;

/// <summary>Acquire and release of a semaphore between processes with a permit to spare. Wanted: under 60 ns. .NET has none with
/// a name on Linux, so the baseline is Python's.</summary>
public class UncontendedSharedSemaphore
{
    private const int Batch = 100_000;

    private readonly SharedSemaphore _shared = Workbook.Ipc.Synchronization.SharedSemaphore.CreateAnonymous(3, 5);
    private PythonPeer? _python;

    [GlobalSetup(Target = nameof(PythonSemaphore))]
    public void StartPython() => _python = new PythonPeer("locks.py");

    [GlobalCleanup]
    public void End()
    {
        _python?.Dispose();
        _shared.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Batch)]
    public void PythonSemaphore() => _python!.Do($"semaphore {Batch}");

    [Benchmark]
    public void SharedSemaphore() { _shared.Acquire(); _shared.Release(); }
}
