using System.Globalization;

namespace Bench.Programs;

/// <summary>The figures of the whole-program benchmarks, a line each as soon as it is there: ours beside the peer's.</summary>
internal sealed class FigureTable
{
    /// <summary>One line; without a peer, and without something wanted, if these are null.</summary>
    /// <param name="what">What was measured, and of what size.</param>
    /// <param name="unit">Such as <c>messages/s</c> or <c>ns</c>.</param>
    /// <param name="ours">Our figure.</param>
    /// <param name="peer">The peer's name and figure, of the same run.</param>
    /// <param name="wanted">What is wanted, in words: <c>at least 0.9x</c>.</param>
    public void Add(string what, string unit, double ours, (string Name, double Figure)? peer = null, string wanted = "")
    {
        var beside = peer is var (name, figure) ? $"{name} {Show(figure)}, ratio {Show(ours / figure)}" : "";
        Console.WriteLine($"  {what,-46} {Show(ours),14} {unit,-11} {beside,-46} {wanted}".TrimEnd());
    }

    /// <summary>The median of so many runs, after one that does not count.</summary>
    public static double Median(int runs, Func<double> measure)
    {
        measure();
        var figures = Enumerable.Range(0, runs).Select(_ => measure()).Order().ToList();
        return figures[figures.Count / 2];
    }

    private static string Show(double figure) => figure.ToString(figure < 100 ? "0.##" : "N0", CultureInfo.InvariantCulture);
}
