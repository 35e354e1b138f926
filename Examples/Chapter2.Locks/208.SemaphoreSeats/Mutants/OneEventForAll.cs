// fails: nobody sleeps beside a free seat
// An event remembers that a seat was freed, not how many: two sets before the first waits let one guest in.
namespace Workbook.Examples.Locks.SemaphoreSeats;

public sealed class SeatCounter : ISeatCounter
{
    private readonly object _lock = new();
    private readonly AutoResetEvent _seatFreed = new(false);
    private readonly int _seats;
    private int _free;

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
            if (WaitHandle.WaitAny([_seatFreed, cancel.WaitHandle]) == 1) throw new OperationCanceledException(cancel);
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
            _seatFreed.Set();
        }
    }
}
