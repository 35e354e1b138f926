using System.Runtime.InteropServices;

namespace Bench.Programs;

/// <summary>Puts the calling thread on the first core. Between two cores a round trip measures above all how long an idle core
/// takes to wake up.</summary>
internal static class OneCore
{
    public static void Use()
    {
        ulong first = 1;
        if (sched_setaffinity(0, sizeof(ulong), ref first) != 0) throw new InvalidOperationException("sched_setaffinity failed");
    }

    [DllImport("libc")]
    private static extern int sched_setaffinity(int thread, nint size, ref ulong cores);
}
