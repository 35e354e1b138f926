// fails: a seat too many is refused, and a room without seats
// Adds the seat and then finds that it is one too many: the exception is thrown, and the seat stays.
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.SemaphoreSeats;

public sealed class SeatCounter : ISeatCounter
{
    private readonly int _seats;
    private readonly ParkingMutex _mutex = new();
    private readonly ConditionVariable _seatFreed;
    private int _free;

    public SeatCounter(int seats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seats, 1);
        _seats = _free = seats;
        _seatFreed = new ConditionVariable(_mutex);
    }

    public int Free { get { using (_mutex.Hold()) return _free; } }

    public void Acquire(CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            while (_free == 0) _seatFreed.Wait(cancel);
            _free--;
        }
    }

    public bool TryAcquire()
    {
        using (_mutex.Hold())
        {
            if (_free == 0) return false;
            _free--;
            return true;
        }
    }

    public void Release()
    {
        using (_mutex.Hold())
        {
            _free++;
            _seatFreed.Signal();
            if (_free > _seats) throw new SemaphoreFullException($"All {_seats} seats are free.");
        }
    }
}
