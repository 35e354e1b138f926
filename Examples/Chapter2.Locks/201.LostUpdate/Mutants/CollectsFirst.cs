// fails: others add and read in the middle of an AddAll
// Waits for all amounts before it counts the first: nobody is held up, and nobody sees what has come long ago.
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
        foreach (var amount in amounts.ToList()) Add(amount);
    }

    public Tally Read() { lock (_lock) return new Tally(_additions, _sum, _largest); }
}
