namespace Workbook.Explorer.Controlled;

/// <summary>Time limits, as the platform checks them.</summary>
[System.Diagnostics.DebuggerStepThrough]
internal static class Milliseconds
{
    /// <exception cref="ArgumentOutOfRangeException">Less than -1 ms, or more than an int holds.</exception>
    public static int Of(TimeSpan timeout)
    {
        var milliseconds = (long)timeout.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, nameof(timeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, int.MaxValue, nameof(timeout));
        return (int)milliseconds;
    }

    /// <summary>For the types that wait up to 49 days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than -1 ms, or more than the platform's timers know.</exception>
    public static long OfLong(TimeSpan timeout, string name = "timeout")
    {
        const long Longest = 0xFFFFFFFE;
        var milliseconds = (long)timeout.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, Longest, name);
        return milliseconds;
    }

    /// <exception cref="ArgumentOutOfRangeException">Less than -1.</exception>
    public static int Checked(int millisecondsTimeout, string name = "millisecondsTimeout")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1, name);
        return millisecondsTimeout;
    }
}
