//      round       0 (warms up)      1                 2              ...   5, or fewer when the time is over
//                  ours  peers       ours  peers       ours  peers
//
// In turns, as what disturbs one round of a loaded machine then disturbs both.

using System.Diagnostics;
using System.Globalization;

namespace Bench.Programs;

/// <summary>A figure that was measured several times.</summary>
internal sealed record Sample(double Median, double Least, double Most)
{
    private const int FewestRounds = 3, MostRounds = 5;
    private static readonly TimeSpan _enough = TimeSpan.FromSeconds(4); // after which no round is started beyond the fewest

    /// <summary>Measures all of them in turns, after one round that does not count.</summary>
    /// <returns>Null in the place of one that returned null: it cannot be run here.</returns>
    public static Sample?[] InTurns(IReadOnlyList<Func<double?>> measures)
    {
        var start = Stopwatch.GetTimestamp();
        var figures = measures.Select(measure => measure() is null ? null : new List<double>()).ToArray();
        for (var round = 0; round < MostRounds; round++)
        {
            if (round >= FewestRounds && Stopwatch.GetElapsedTime(start) > _enough) break;
            for (var i = 0; i < figures.Length; i++) figures[i]?.Add(measures[i]()!.Value);
        }
        return [.. figures.Select(list => list is null ? null : Of(list))];
    }

    public static string Show(double figure) =>
        figure.ToString(figure < 10 ? "0.00" : figure < 100 ? "0.0" : "N0", CultureInfo.InvariantCulture);

    public override string ToString() => $"{Show(Median)} ({Show(Least)} to {Show(Most)})";

    private static Sample Of(List<double> figures) =>
        new(figures.Order().ElementAt(figures.Count / 2), figures.Min(), figures.Max());
}
