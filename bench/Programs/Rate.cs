using System.Diagnostics;

namespace Bench.Programs;

/// <summary>How fast something goes, measured for a fixed time: what is slow on a loaded machine takes no longer there. The peers
/// do the same, for the same time.</summary>
internal static class Rate
{
    private static readonly TimeSpan _time = TimeSpan.FromMilliseconds(200);

    /// <param name="count">How many operations one run is.</param>
    /// <param name="run">Repeated until the time is over.</param>
    /// <returns>Operations a second.</returns>
    public static double PerSecond(int count, Action run)
    {
        var start = Stopwatch.GetTimestamp();
        for (var done = (double)count; ; done += count)
        {
            run();
            var took = Stopwatch.GetElapsedTime(start);
            if (took >= _time) return done / took.TotalSeconds;
        }
    }

    /// <summary>The same in a process that has just started: three times to warm up, until the compiler in the background is done
    /// also on a loaded machine, then once that counts.</summary>
    public static double PerSecondWarm(int count, Action run)
    {
        for (var i = 0; i < 3; i++) PerSecond(count, run);
        return PerSecond(count, run);
    }
}
