namespace Workbook.Examples.Queues.AsyncCoordination;

/// <summary>How many are inside now, and how many were at the same time.</summary>
/// <remarks>Any thread may call any member.</remarks>
public sealed class Tally
{
    private readonly Lock _lock = new(); // guards both
    private int _inside, _most;

    /// <summary>The most that were inside together.</summary>
    public int Most { get { lock (_lock) return _most; } }

    /// <summary>How many are inside.</summary>
    public int Inside { get { lock (_lock) return _inside; } }

    /// <summary>One goes in.</summary>
    public void Enter() { lock (_lock) _most = Math.Max(_most, ++_inside); }

    /// <summary>One goes out.</summary>
    public void Leave() { lock (_lock) _inside--; }
}
