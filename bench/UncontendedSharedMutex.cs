using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Workbook.Ipc.Synchronization;

namespace Bench;

/// <summary>Acquire and release of a lock between processes, by one thread. Wanted: SharedMutex under 20 ns, whatever the others
/// take; the platform's named Mutex (178 ns) is the baseline, a robust mutex of pthread called from C# stands beside
/// it.</summary>
public class UncontendedSharedMutex
{
    private const int Batch = 100_000;

    private readonly SharedMutex _shared = Workbook.Ipc.Synchronization.SharedMutex.CreateAnonymous();
    private readonly SharedReentrantMutex _reentrant = Workbook.Ipc.Synchronization.SharedReentrantMutex.CreateAnonymous();
    private readonly Mutex _named = new(false, $"bench-{Environment.ProcessId}");
    private readonly nint _robust = MakeRobust();
    private PythonPeer? _python;

    [GlobalSetup(Target = nameof(PythonLock))]
    public void StartPython() => _python = new PythonPeer("locks.py");

    [GlobalCleanup]
    public void End()
    {
        _python?.Dispose();
        _shared.Dispose();
        _reentrant.Dispose();
        _named.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void NamedMutex() { _named.WaitOne(); _named.ReleaseMutex(); }

    [Benchmark]
    public void SharedMutex() { _shared.Acquire(); _shared.Release(); }

    [Benchmark]
    public void SharedReentrantMutex() { _reentrant.Acquire(); _reentrant.Release(); }

    [Benchmark]
    public int RobustPthreadMutex() => pthread_mutex_lock(_robust) + pthread_mutex_unlock(_robust);

    [Benchmark(OperationsPerInvoke = Batch)]
    public void PythonLock() => _python!.Do($"lock {Batch}");

    private static nint MakeRobust()
    {
        const int Shared = 1, Robust = 1;
        nint attributes = Marshal.AllocHGlobal(64), mutex = Marshal.AllocHGlobal(64);
        pthread_mutexattr_init(attributes);
        pthread_mutexattr_setpshared(attributes, Shared);
        pthread_mutexattr_setrobust(attributes, Robust);
        pthread_mutex_init(mutex, attributes);
        Marshal.FreeHGlobal(attributes);
        return mutex;
    }

    [DllImport("libc")]
    private static extern int pthread_mutexattr_init(nint attributes);

    [DllImport("libc")]
    private static extern int pthread_mutexattr_setpshared(nint attributes, int shared);

    [DllImport("libc")]
    private static extern int pthread_mutexattr_setrobust(nint attributes, int robust);

    [DllImport("libc")]
    private static extern int pthread_mutex_init(nint mutex, nint attributes);

    [DllImport("libc")]
    private static extern int pthread_mutex_lock(nint mutex);

    [DllImport("libc")]
    private static extern int pthread_mutex_unlock(nint mutex);
}
