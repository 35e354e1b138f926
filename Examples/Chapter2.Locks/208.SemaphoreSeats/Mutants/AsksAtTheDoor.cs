// fails: a guest at the door sleeps, and does not poll
// Asks again and again whether a seat is free.
namespace Workbook.Examples.Locks.SemaphoreSeats;

public sealed class SeatCounter : ISeatCounter
{
    private readonly object _lock = new();
    private readonly int _seats;
    private volatile int _free;

    public SeatCounter(int seats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seats, 1);
        _seats = _free = seats;
    }

    public int Free { get { lock (_lock) return _free; } }

    public void Acquire(CancellationToken cancel = default)
    {
        while (!TryAcquire())
        {
            while (_free == 0) cancel.ThrowIfCancellationRequested();
        }
    }

    public bool TryAcquire()
    {
        lock (_lock)
        {
            if (_free == 0) return false;
            _free--;
            return true;
        }
    }

    public void Release()
    {
        lock (_lock)
        {
            if (_free == _seats) throw new SemaphoreFullException($"All {_seats} seats are free.");
            _free++;
        }
    }
}
