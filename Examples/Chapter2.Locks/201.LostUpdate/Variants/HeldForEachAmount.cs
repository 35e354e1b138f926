// passes: the library's mutex, and AddAll takes it itself, for one amount at a time
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.LostUpdate;

public sealed class TallyCounter
{
    private readonly ParkingMutex _mutex = new();
    private long _additions, _sum;
    private int _largest;

    public void Add(int amount) => AddAll([amount]);

    public void AddAll(IEnumerable<int> amounts)
    {
        foreach (var amount in amounts)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
            using (_mutex.Hold())
            {
                (_additions, _sum) = (_additions + 1, _sum + amount);
                if (amount > _largest) _largest = amount;
            }
        }
    }

    public Tally Read()
    {
        using (_mutex.Hold()) return new Tally(_additions, _sum, _largest);
    }
}
