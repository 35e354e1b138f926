// fails: who is cancelled has claimed nothing
// Looks at the token before it sleeps, and not any more while it does.
namespace Workbook.Examples.Locks.SemaphoreSeats;

public sealed class SeatCounter : ISeatCounter
{
    private readonly object _lock = new();
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
        cancel.ThrowIfCancellationRequested();
        lock (_lock)
        {
            while (_free == 0) Monitor.Wait(_lock);
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
            Monitor.Pulse(_lock);
        }
    }
}
