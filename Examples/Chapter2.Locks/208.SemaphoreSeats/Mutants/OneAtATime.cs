// fails: as many are inside together as there are seats
// Takes a lock at the door and lets go of it when the guest leaves: never too many inside, and never more than one.
namespace Workbook.Examples.Locks.SemaphoreSeats;

public sealed class SeatCounter : ISeatCounter
{
    private readonly object _lock = new();
    private readonly int _seats;
    private int _free;
    private bool _isTaken;

    public SeatCounter(int seats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seats, 1);
        _seats = _free = seats;
    }

    public int Free { get { lock (_lock) return _free; } }

    public void Acquire(CancellationToken cancel = default)
    {
        using var wake = cancel.Register(WakeAll);
        lock (_lock)
        {
            while (_isTaken || _free == 0)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }
            _free--;
            _isTaken = true;
        }
    }

    public bool TryAcquire()
    {
        lock (_lock)
        {
            if (_isTaken || _free == 0) return false;
            _free--;
            _isTaken = true;
            return true;
        }
    }

    public void Release()
    {
        lock (_lock)
        {
            if (_free == _seats) throw new SemaphoreFullException($"All {_seats} seats are free.");
            _free++;
            _isTaken = false;
            Monitor.Pulse(_lock);
        }
    }

    private void WakeAll()
    {
        lock (_lock) Monitor.PulseAll(_lock);
    }
}
