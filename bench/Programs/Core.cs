using System.Runtime.InteropServices;

namespace Bench.Programs;

/// <summary>Keeps a thread on one core. Two on the same one: between two cores a round trip measures above all how long an
/// idle core takes to wake up. Each on its own: processes that happen to share one fill a ring and empty it by turns, and no
/// line of the cache travels.</summary>
internal static partial class Core
{
    /// <summary>Puts the calling thread on that core, 0 or 1; where there is only one, on that.</summary>
    public static unsafe void Use(int number)
    {
        var cores = 1UL << Math.Min(number, Environment.ProcessorCount - 1);
        if (sched_setaffinity(0, sizeof(ulong), &cores) != 0) throw new InvalidOperationException("sched_setaffinity failed.");
    }

    [LibraryImport("libc")]
    private static unsafe partial int sched_setaffinity(int thread, nint size, ulong* cores);
}
