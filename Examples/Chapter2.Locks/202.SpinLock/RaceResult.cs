using System.Diagnostics;

namespace Workbook.Examples.Locks.SpinLocks;

/// <summary>What a race has shown.</summary>
public sealed class RaceResult
{
    private readonly IReadOnlyList<int> _turns;
    private readonly long[] _sortedWaits;

    /// <param name="name">The lock's.</param>
    /// <param name="elapsed">From the start to the end of the last thread.</param>
    /// <param name="turns">How often each thread had the lock, counted by itself.</param>
    /// <param name="taken">The plain counter that the lock guarded.</param>
    /// <param name="takers">Who had the lock, in order.</param>
    /// <param name="waits">How long each of them had waited, in Stopwatch ticks.</param>
    public RaceResult(
        string name, TimeSpan elapsed, IReadOnlyList<int> turns, int taken, IReadOnlyList<int> takers, IEnumerable<long> waits)
    {
        (Name, Elapsed, _turns, Taken) = (name, elapsed, turns, taken);
        _sortedWaits = [.. waits.Order()];

        var run = 0;
        for (var i = 0; i < takers.Count; i++)
        {
            run = i > 0 && takers[i] == takers[i - 1] ? run + 1 : 1;
            LongestRun = Math.Max(LongestRun, run);
        }
    }

    public string Name { get; }

    public TimeSpan Elapsed { get; }

    /// <summary>How often the lock was taken, as the plain counter says that it guarded.</summary>
    public int Taken { get; }

    /// <summary>How often each thread had it.</summary>
    public IReadOnlyList<int> Turns => _turns;

    /// <summary>Turns that the threads had and the guarded counter does not know: 0, or the lock is none.</summary>
    public int Lost => _turns.Sum() - Taken;

    /// <summary>How many times in a row the same thread had it, at most.</summary>
    public int LongestRun { get; }

    /// <summary>Jain's index: 1 when all had equally many turns, 1/n when one of n had them all.</summary>
    public double Fairness
    {
        get
        {
            var squares = _turns.Sum(turns => (double)turns * turns);
            return squares == 0 ? 1 : Math.Pow(_turns.Sum(turns => (double)turns), 2) / (_turns.Count * squares);
        }
    }

    /// <summary>The wait in nanoseconds that so many percent of the waits did not exceed; 100 is the longest.</summary>
    public double Wait(double percent)
    {
        if (_sortedWaits.Length == 0) return 0;
        var rank = (int)Math.Ceiling(percent / 100 * _sortedWaits.Length); // nearest rank, from 1
        return _sortedWaits[Math.Clamp(rank, 1, _sortedWaits.Length) - 1] * 1e9 / Stopwatch.Frequency;
    }
}
