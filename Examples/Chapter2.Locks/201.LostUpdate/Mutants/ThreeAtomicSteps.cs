// fails: who reads meanwhile sees whole additions
// An Interlocked for each number loses nothing, but a reader comes between two of them: each is right, the three are not.
namespace Workbook.Examples.Locks.LostUpdate;

public sealed class TallyCounter
{
    private long _additions, _sum;
    private int _largest;

    public void Add(int amount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        Interlocked.Increment(ref _additions);
        Interlocked.Add(ref _sum, amount);
        for (var seen = Volatile.Read(ref _largest); seen < amount; seen = Volatile.Read(ref _largest))
            Interlocked.CompareExchange(ref _largest, amount, seen);
    }

    public void AddAll(IEnumerable<int> amounts)
    {
        foreach (var amount in amounts) Add(amount);
    }

    public Tally Read() => new(Volatile.Read(ref _additions), Volatile.Read(ref _sum), Volatile.Read(ref _largest));
}
