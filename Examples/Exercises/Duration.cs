using System.Globalization;

namespace Workbook.Examples.Exercises;

/// <summary>Durations as a person writes them: a number with its unit, <c>100ms</c>, <c>0.1s</c>, <c>2s</c>, <c>1m</c>.</summary>
internal static class Duration
{
    private static readonly (string Suffix, double Milliseconds)[] s_units = [("ms", 1), ("s", 1_000), ("m", 60_000)]; // ms before s

    /// <summary>Reads a duration; false for anything else, a number without its unit included.</summary>
    public static bool TryParse(string text, out double milliseconds)
    {
        foreach (var (suffix, unit) in s_units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal)) continue;
            if (!TryParseNumber(text[..^suffix.Length], out var count)) break;
            milliseconds = Math.Round(count * unit, 6); // 0.1 s is 100 ms, not 100.00000000000001
            return true;
        }
        milliseconds = 0;
        return false;
    }

    /// <summary>The shortest way to write it: 100ms, 2s, 1m.</summary>
    public static string Show(double milliseconds)
    {
        var (suffix, unit) = s_units.Last(candidate => candidate.Milliseconds == 1 || (milliseconds != 0 && milliseconds % candidate.Milliseconds == 0));
        return (milliseconds / unit).ToString(CultureInfo.InvariantCulture) + suffix;
    }

    /// <summary>A finite decimal number, with a point.</summary>
    public static bool TryParseNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
        && double.IsFinite(number);
}
