// fails: nobody sleeps beside a free seat
// Waits for the news of a seat while it holds the lock: nobody can come in to give one back.
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
        lock (_lock)
        {
            while (_free == 0)
            {
                if (WaitHandle.WaitAny([_seatFreed, cancel.WaitHandle]) == 1) throw new OperationCanceledException(cancel);
            }
            _free--;
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
