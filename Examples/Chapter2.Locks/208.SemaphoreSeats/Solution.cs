// Five seats, and a queue of sleepers at the door:
//
//      Acquire                          _free of _seats                  Release
//      _free > 0:  takes one            5 4 3 2 1 0                      fewer than _seats free:  _free + 1, wakes one
//      _free = 0:  sleeps               all taken                        all free:                somebody gives back twice
//
// Whenever no thread holds _mutex:
//   I1  0 <= _free <= _seats.
//   I2  While anybody sleeps, at least _free others have been woken and are on their way to look.
//
// I2 is why Signal is enough: a release frees one seat and wakes one. Whom it wakes does not matter, since all wait for the
// same, and the one who has taken a seat need not wake anybody: he made it one seat fewer. A guest who just came in by the
// door may be faster than the one who is woken; that one looks again [look], finds nothing, and has only lost his place.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.SemaphoreSeats;

/// <summary>Lets in as many as there are seats: a counting semaphore.</summary>
/// <remarks>Any thread may call any member; a seat may be given back by another thread than the one that claimed it.</remarks>
[DebuggerDisplay("Free = {_free} of {_seats}")] // takes no lock
public sealed class SeatCounter : ISeatCounter
{
    private readonly int _seats;

    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _seatFreed;
    private int _free;

    /// <param name="seats">How many there are, at least 1; all are free at first.</param>
    public SeatCounter(int seats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seats, 1);
        _seats = _free = seats;
        _seatFreed = new ConditionVariable(_mutex);
    }

    /// <inheritdoc/>
    public int Free { get { using (_mutex.Hold()) return _free; } }

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            while (_free == 0)          // [look] again after each wake-up
                _seatFreed.Wait(cancel);
            _free--;                    // [sit]
            Debug.Assert(_free >= 0 && _free < _seats, "I1");
        }
    }

    /// <inheritdoc/>
    public bool TryAcquire()
    {
        using (_mutex.Hold())
        {
            if (_free == 0) return false;
            _free--;
            return true;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="SemaphoreFullException">All seats are free already; nothing has changed.</exception>
    public void Release()
    {
        using (_mutex.Hold())
        {
            if (_free == _seats)
                throw new SemaphoreFullException($"All {_seats} seats are free; release once per acquire, and only after it.");
            _free++;                    // [stand up]
            _seatFreed.Signal();        // one seat, one guest: I2
        }
    }
}
