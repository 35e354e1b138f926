using System.Runtime.InteropServices;

namespace Bench.Programs;

/// <summary>Processor time, which a busy machine disturbs less than the clock.</summary>
internal static partial class CpuTime
{
    private const int Children = -1; // RUSAGE_CHILDREN

    /// <summary>How often a second of processor time goes into one of <paramref name="count"/> children that
    /// <paramref name="batch"/> starts and waits for.</summary>
    public static double PerSecond(int count, Action batch)
    {
        var before = OfChildren();
        batch();
        return count / (OfChildren() - before);
    }

    // In seconds, of all children that have ended and were waited for.
    private static unsafe double OfChildren()
    {
        var usage = stackalloc long[18]; // struct rusage begins with user and system time: seconds, microseconds
        if (getrusage(Children, usage) != 0) throw new InvalidOperationException("getrusage failed.");
        return usage[0] + usage[2] + (usage[1] + usage[3]) / 1e6;
    }

    [LibraryImport("libc")]
    private static unsafe partial int getrusage(int who, long* usage);
}
