namespace Workbook.Examples.Locks.ReadersWriters;

/// <summary>What became of the visitors of all rounds with one lock.</summary>
/// <param name="Lock">The lock's name.</param>
/// <param name="Rounds">At least one.</param>
public sealed record Outcome(string Lock, IReadOnlyList<RoundLog> Rounds)
{
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
