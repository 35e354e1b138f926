namespace Workbook.Examples.Locks.ReadersWriters;

/// <summary>What became of the visitors of all rounds with one lock.</summary>
/// <param name="Lock">The lock's name.</param>
/// <param name="Rounds">At least one.</param>
public sealed record Outcome(string Lock, IReadOnlyList<RoundLog> Rounds)
{
    private const int EndShown = 10; // of a long round, so many from either end

    /// <summary>Who came in, in the first round; of a long round both ends.</summary>
    public string Order
    {
        get
        {
            List<string> names = [.. Rounds[0].Entries.Select(visitor => visitor.Name)];
            if (names.Count > 2 * EndShown + 1) names = [.. names[..EndShown], "...", .. names[^EndShown..]];
            return string.Join(' ', names);
        }
    }

    /// <summary>How many readers came in before a writer that had come before them.</summary>
    public int WentPast => Rounds.Sum(round => round.WentPast);

    /// <summary>The most readers that were inside at the same time.</summary>
    public int MostReaders => Rounds.Max(round => round.MostReaders);

    /// <summary>How often somebody was inside with a writer; 0 unless the lock is wrong.</summary>
    public int Conflicts => Rounds.Sum(round => round.Conflicts);

    /// <summary>How often somebody of that kind was inside.</summary>
    public int Count(bool writers) => Rounds.Sum(round => round.Entries.Count(visitor => visitor.Writes == writers));

    /// <summary>The wait that <paramref name="percent"/> of 100 did not exceed, in milliseconds: the nearest rank, so a wait that
    /// there was.</summary>
    public double WaitMs(bool writers, int percent)
    {
        var waits = Rounds.SelectMany(round => round.Entries).Where(visitor => visitor.Writes == writers)
            .Select(visitor => visitor.Waited.TotalMilliseconds).Order().ToList();
        return waits[Math.Max(0, (int)Math.Ceiling(percent / 100.0 * waits.Count) - 1)];
    }
}
