// fails: others add and read in the middle of an AddAll
// Holds the lock for the whole loop: safe, and all others wait for as long as the next amount takes to arrive.
namespace Workbook.Examples.Locks.LostUpdate;

public sealed class TallyCounter
{
    private readonly object _lock = new();
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
        lock (_lock)
        {
            foreach (var amount in amounts) Add(amount);
        }
    }

    public Tally Read() { lock (_lock) return new Tally(_additions, _sum, _largest); }
}
