// The counter that looks outside the lock. One seat is left, two guests:
//
//      g05                      g06                      _free
//      [look] one is free                                 1
//                               [look] one is free        1
//      [sit]                                              0
//                               [sit]                    -1    <- six are inside
//
// Taking off one is done under the lock, and no update is ever lost. What is not guarded is the pair [look], [sit].
// Left alone, the order above is rare. So the last one who may sit and the one after him wait for each other between
// the two, and whoever comes later looks only after that.

using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.SemaphoreSeats;

/// <summary>Lets in one guest too many, every time, as long as nobody leaves before.</summary>
public sealed class CarelessSeatCounter : ISeatCounter
{
    private readonly int _seats;
    private readonly CancellationToken _cancel;
    private readonly CyclicBarrier _bothHaveLooked = new(parties: 2);
    private readonly CountDownLatch _oneTooManySat;
    private int _arrivals; // by Interlocked only

    private readonly ParkingMutex _mutex = new(); // guards the changes of _free, but not the look at it
    private readonly ConditionVariable _seatFreed;
    private int _free;

    /// <param name="seats">How many there are, at least 1.</param>
    /// <param name="cancel">Ends the wait of those two for each other.</param>
    public CarelessSeatCounter(int seats, CancellationToken cancel)
    {
        (_seats, _free, _cancel) = (seats, seats, cancel);
        _oneTooManySat = new CountDownLatch(seats + 1);
        _seatFreed = new ConditionVariable(_mutex);
    }

    /// <inheritdoc/>
    public int Free => Volatile.Read(ref _free);

    /// <inheritdoc/>
    public bool TryAcquire()
    {
        var arrival = Interlocked.Increment(ref _arrivals);
        if (arrival > _seats + 1) _oneTooManySat.Wait(_cancel);

        if (Volatile.Read(ref _free) <= 0) return false;                                            // [look]
        if (arrival == _seats || arrival == _seats + 1) _bothHaveLooked.SignalAndWait(_cancel);
        using (_mutex.Hold()) _free--;                                                              // [sit]

        if (arrival <= _seats + 1) _oneTooManySat.CountDown();
        return true;
    }

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default)
    {
        while (!TryAcquire())
        {
            using (_mutex.Hold())
            {
                if (_free <= 0) _seatFreed.Wait(cancel);
            }
        }
    }

    /// <inheritdoc/>
    public void Release()
    {
        using (_mutex.Hold())
        {
            _free++;
            _seatFreed.Signal();
        }
    }
}
