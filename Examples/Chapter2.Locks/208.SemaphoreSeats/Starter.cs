namespace Workbook.Examples.Locks.SemaphoreSeats;

/// <summary>Lets in as many as there are seats: a counting semaphore.</summary>
public sealed class SeatCounter : ISeatCounter
{
    private readonly int _seats;
    private int _free;

    /// <param name="seats">How many there are, at least 1; all are free at first.</param>
    public SeatCounter(int seats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seats, 1);
        _seats = _free = seats;
    }

    /// <summary>Seats that nobody has claimed.</summary>
    public int Free => _free;

    /// <summary>Claims a seat, sleeping until there is one.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before; no seat was claimed.</exception>
    public void Acquire(CancellationToken cancel = default)
    {
        // TODO: sleep while no seat is free. For now everybody comes in.
        _free--;
    }

    /// <summary>Claims a seat if one is free now; does not wait for one.</summary>
    public bool TryAcquire()
    {
        // TODO: another guest may come in between these lines.
        if (_free == 0) return false;
        _free--;
        return true;
    }

    /// <summary>Gives a seat back.</summary>
    /// <exception cref="SemaphoreFullException">All seats are free already; nothing has changed.</exception>
    public void Release()
    {
        // TODO: who wakes a guest at the door?
        if (_free == _seats) throw new SemaphoreFullException($"All {_seats} seats are free.");
        _free++;
    }
}
