// fails: who reads meanwhile sees whole additions
// "Reading changes nothing, so it needs no lock": it reads three numbers, and the adder is between two of them.
namespace Workbook.Examples.Locks.LostUpdate;

public sealed class TallyCounter
{
    private readonly Lock _lock = new();
    private long _additions, _sum;
    private int _largest;

    public void Add(int amount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        lock (_lock)
        {
            _additions++;
            _sum += amount;
            _largest = Math.Max(_largest, amount);
        }
    }

    public void AddAll(IEnumerable<int> amounts)
    {
        foreach (var amount in amounts) Add(amount);
    }

    public Tally Read() => new(_additions, _sum, _largest);
}
