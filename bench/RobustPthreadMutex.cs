using System.Runtime.InteropServices;

namespace Bench;

/// <summary>The C library's mutex for several processes that survives its owner's death, called from C#. For one thread here: how
/// much an uncontended lock of it costs.</summary>
internal sealed class RobustPthreadMutex : IDisposable
{
    private const int Shared = 1, Robust = 1; // PTHREAD_PROCESS_SHARED, PTHREAD_MUTEX_ROBUST
    private const int Room = 64; // bytes; more than either type has on any platform

    private readonly nint _mutex = Marshal.AllocHGlobal(Room);

    public RobustPthreadMutex()
    {
        var attributes = Marshal.AllocHGlobal(Room);
        pthread_mutexattr_init(attributes);
        pthread_mutexattr_setpshared(attributes, Shared);
        pthread_mutexattr_setrobust(attributes, Robust);
        pthread_mutex_init(_mutex, attributes);
        Marshal.FreeHGlobal(attributes);
    }

    public void Acquire() => pthread_mutex_lock(_mutex);

    public void Release() => pthread_mutex_unlock(_mutex);

    public void Dispose()
    {
        pthread_mutex_destroy(_mutex);
        Marshal.FreeHGlobal(_mutex);
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
    private static extern int pthread_mutex_destroy(nint mutex);

    [DllImport("libc")]
    private static extern int pthread_mutex_lock(nint mutex);

    [DllImport("libc")]
    private static extern int pthread_mutex_unlock(nint mutex);
}
