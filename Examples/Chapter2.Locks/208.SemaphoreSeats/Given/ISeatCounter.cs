namespace Workbook.Examples.Locks.SemaphoreSeats;

/// <summary>Who may go in: the right counter and the broken one, so that the demo can run either.</summary>
public interface ISeatCounter
{
    /// <summary>Seats that nobody has claimed; stale by the time it returns.</summary>
    int Free { get; }

    /// <summary>Claims a seat, sleeping until there is one.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before; no seat was claimed.</exception>
    void Acquire(CancellationToken cancel = default);

    /// <summary>Claims a seat if one is free now; does not wait for one.</summary>
    bool TryAcquire();

    /// <summary>Gives a seat back.</summary>
    void Release();
}
