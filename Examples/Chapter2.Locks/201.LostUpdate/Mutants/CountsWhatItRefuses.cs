// fails: an amount below 1 is refused, and changes nothing
// Looks at the amount after it has counted it: the caller is told no, and the counter says yes.
namespace Workbook.Examples.Locks.LostUpdate;

public sealed class TallyCounter
{
    private readonly Lock _lock = new();
    private long _additions, _sum;
    private int _largest;

    public void Add(int amount)
    {
        lock (_lock)
        {
            _additions++;
            ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
            _sum += amount;
            _largest = Math.Max(_largest, amount);
        }
    }

    public void AddAll(IEnumerable<int> amounts)
    {
        foreach (var amount in amounts) Add(amount);
    }

    public Tally Read() { lock (_lock) return new Tally(_additions, _sum, _largest); }
}
