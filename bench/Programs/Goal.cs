using System.Globalization;

namespace Bench.Programs;

/// <summary>What is wanted of a figure or of a ratio.</summary>
internal readonly record struct Goal
{
    private readonly double _limit;
    private readonly bool _isLeast; // or the most

    private Goal(double limit, bool isLeast) => (_limit, _isLeast) = (limit, isLeast);

    public static Goal AtLeast(double limit) => new(limit, true);

    public static Goal AtMost(double limit) => new(limit, false);

    public bool IsMetBy(double figure) => _isLeast ? figure >= _limit : figure <= _limit;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"at {(_isLeast ? "least" : "most")} {_limit}");
}
