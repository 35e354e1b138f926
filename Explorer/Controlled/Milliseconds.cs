namespace Workbook.Explorer.Controlled;

/// <summary>Time limits, as the platform checks them.</summary>
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

    /// <exception cref="ArgumentOutOfRangeException">Less than -1.</exception>
    public static int Checked(int millisecondsTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        return millisecondsTimeout;
    }
}
