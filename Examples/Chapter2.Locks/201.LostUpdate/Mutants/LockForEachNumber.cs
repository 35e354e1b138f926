// fails: who reads meanwhile sees whole additions
// Two locks for what must agree: between the one and the other a reader finds an addition that is half done.
namespace Workbook.Examples.Locks.LostUpdate;

public sealed class TallyCounter
{
    private readonly object _sumLock = new(), _largestLock = new();
    private long _additions, _sum;
    private int _largest;

    public void Add(int amount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        lock (_sumLock)
        {
            _additions++;
            _sum += amount;
        }
        lock (_largestLock) _largest = Math.Max(_largest, amount);
    }

    public void AddAll(IEnumerable<int> amounts)
    {
        foreach (var amount in amounts) Add(amount);
    }

    public Tally Read()
    {
        long additions, sum;
        lock (_sumLock) (additions, sum) = (_additions, _sum);
        lock (_largestLock) return new Tally(additions, sum, _largest);
    }
}
