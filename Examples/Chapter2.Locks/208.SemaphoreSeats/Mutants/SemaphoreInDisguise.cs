// fails: is built without a ready-made semaphore
// Gives the platform's semaphore another name: right, and nothing was built.
namespace Workbook.Examples.Locks.SemaphoreSeats;

public sealed class SeatCounter : ISeatCounter
{
    private readonly SemaphoreSlim _seats;

    public SeatCounter(int seats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seats, 1);
        _seats = new SemaphoreSlim(seats, seats);
    }

    public int Free => _seats.CurrentCount;

    public void Acquire(CancellationToken cancel = default)
    {
        _seats.Wait(cancel);
    }

    public bool TryAcquire()
    {
        return _seats.Wait(0);
    }

    public void Release()
    {
        _seats.Release();
    }
}
