namespace Bench.Programs;

/// <summary>The table of the program benchmarks, as README.md shows it: a line as soon as it is measured.</summary>
internal sealed class FigureTable
{
    private static readonly int[] _widths = [47, 27, 14, 19, 27, 5, 13, 6];

    private bool _hasHead;

    /// <summary>Measures ours and the peers' in turns. A line a peer; one without a peer if there is none.</summary>
    /// <param name="figure">What is measured, of what size, in which unit.</param>
    /// <param name="ours">One round.</param>
    /// <param name="wanted">Of ours, whatever the peers do; null: nothing.</param>
    /// <param name="peers">What stands beside it.</param>
    public void Measure(string figure, Func<double> ours, Goal? wanted, params Contender[] peers)
    {
        if (!_hasHead) WriteHead();
        var samples = Sample.InTurns([() => ours(), .. peers.Select(peer => peer.Measure)]);
        var mine = samples[0]!;
        if (peers.Length == 0) Write(figure, $"{mine}", $"{wanted}", "", "", "", "", Verdict(wanted?.IsMetBy(mine.Median)));
        for (var i = 0; i < peers.Length; i++)
        {
            var theirs = samples[i + 1];
            var ratio = mine.Median / theirs?.Median;
            var verdict = Verdict(wanted?.IsMetBy(mine.Median), ratio is { } known ? peers[i].Wanted?.IsMetBy(known) : null);
            Write(figure, $"{mine}", $"{wanted}", peers[i].Name, theirs is null ? "not here" : $"{theirs}",
                ratio is null ? "" : Sample.Show(ratio.Value), peers[i].Wanted is { } least ? $"{least}x" : "", verdict);
            wanted = null; // said and judged once
        }
    }

    private void WriteHead()
    {
        _hasHead = true;
        Write("figure", "ours", "wanted", "peer", "its figure", "ratio", "wanted", "");
        Write([.. _widths.Select(_ => "---")]);
    }

    private static string Verdict(params bool?[] met) =>
        met.Any(one => one is false) ? "missed" : met.Any(one => one is true) ? "met" : "";

    private static void Write(params string[] cells) =>
        Console.WriteLine($"| {string.Join(" | ", cells.Zip(_widths, (cell, width) => cell.PadRight(width)))} |");
}
