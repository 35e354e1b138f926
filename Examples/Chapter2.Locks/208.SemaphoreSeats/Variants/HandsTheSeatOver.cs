// passes: a queue with an event for each sleeper: a seat goes straight to the one who came first, and is never counted as free
namespace Workbook.Examples.Locks.SemaphoreSeats;

public sealed class SeatCounter : ISeatCounter
{
    private readonly int _seats;
    private readonly LinkedList<ManualResetEventSlim> _door = [];
    private int _free;

    public SeatCounter(int seats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seats, 1);
        _seats = _free = seats;
    }

    public int Free { get { lock (_door) return _free; } }

    public void Acquire(CancellationToken cancel = default)
    {
        using var hasSeat = new ManualResetEventSlim();
        lock (_door)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }
            _door.AddLast(hasSeat);
        }
        try { hasSeat.Wait(cancel); }
        catch (OperationCanceledException)
        {
            lock (_door)
            {
                if (_door.Remove(hasSeat)) throw;
            }
            // cancelled, but the seat was his already: he keeps it
        }
    }

    public bool TryAcquire()
    {
        lock (_door)
        {
            if (_free == 0) return false;
            _free--;
            return true;
        }
    }

    public void Release()
    {
        lock (_door)
        {
            if (_free == _seats) throw new SemaphoreFullException($"All {_seats} seats are free.");
            if (_door.First is { } first)
            {
                _door.Remove(first);
                first.Value.Set();
            }
            else
            {
                _free++;
            }
        }
    }
}
