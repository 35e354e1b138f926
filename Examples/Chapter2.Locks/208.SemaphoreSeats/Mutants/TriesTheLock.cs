// fails: as many are inside together as there are seats
// TryAcquire gives up when the lock is busy, though a seat is free: another guest was only just sitting down.
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
        using var wake = cancel.Register(WakeAll);
        lock (_lock)
        {
            while (_free == 0)
            {
                cancel.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }
            _free--;
        }
    }

    public bool TryAcquire()
    {
        if (!Monitor.TryEnter(_lock)) return false;
        try
        {
            if (_free == 0) return false;
            _free--;
            return true;
        }
        finally { Monitor.Exit(_lock); }
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

    private void WakeAll()
    {
        lock (_lock) Monitor.PulseAll(_lock);
    }
}
