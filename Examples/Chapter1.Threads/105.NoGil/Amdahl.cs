namespace Workbook.Examples.Threads.NoGil;

/// <summary>Amdahl's law: what cannot be split bounds what the splitting can gain.</summary>
public static class Amdahl
{
    /// <summary>1 / (s + (1 - s) / n), at most n.</summary>
    /// <param name="serial">The share of the time that cannot be split, s, from 0 to 1.</param>
    /// <param name="atOnce">How many parts really go on at the same time, n, at least 1.</param>
    public static double Bound(double serial, int atOnce)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(serial);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(serial, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(atOnce, 1);
        return 1 / (serial + ((1 - serial) / atOnce));
    }
}
