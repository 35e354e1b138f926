// One runs at a time anyway, and a hand-off between threads on one core costs 2 us, between two cores 15 to 30: the other core
// sleeps and must be woken. So all threads of an exploration stay on one core.

using System.Runtime.InteropServices;

namespace Workbook.Explorer.Scheduling;

/// <summary>Keeps a thread on one core, where the system lets us: on Linux. Elsewhere nothing happens, and exploring is
/// slower.</summary>
[System.Diagnostics.DebuggerStepThrough]
internal readonly unsafe partial struct Pinning : IDisposable
{
    private const int Words = 16; // masks of 1024 cores
    private readonly ulong[]? _before; // the cores that the thread was allowed on; null: nothing was changed

    /// <summary>Keeps the calling thread on that core; anywhere if it is not to be had, as in a container that has
    /// others.</summary>
    public Pinning(int core)
    {
        if (core is < 0 or >= Words * 64 || !OperatingSystem.IsLinux()) return;
        var before = new ulong[Words];
        var one = stackalloc ulong[Words];
        for (var i = 0; i < Words; i++) one[i] = 0;
        one[core / 64] = 1UL << (core % 64);
        fixed (ulong* mask = before)
        {
            if (sched_getaffinity(0, Words * 8, mask) < 0) return;
        }
        if (sched_setaffinity(0, Words * 8, one) == 0) _before = before;
    }

    /// <summary>The core on which this thread runs now; -1 where that cannot be asked.</summary>
    public static int CurrentCore => OperatingSystem.IsLinux() ? sched_getcpu() : -1;

    /// <summary>Whether it is kept there.</summary>
    public bool IsPinned => _before is not null;

    /// <summary>Lets the calling thread go where it could before.</summary>
    public void Dispose()
    {
        if (_before is null) return;
        fixed (ulong* mask = _before) _ = sched_setaffinity(0, Words * 8, mask);
    }

    [LibraryImport("libc")]
    private static partial int sched_getcpu();

    [LibraryImport("libc")]
    private static partial int sched_getaffinity(int thread, nint size, ulong* mask);

    [LibraryImport("libc")]
    private static partial int sched_setaffinity(int thread, nint size, ulong* mask);
}
