// fails: no amount is lost
// Every call makes a new lock, which nobody else can hold: a lock excludes only those who use the same one.
namespace Workbook.Examples.Locks.LostUpdate;

public sealed class TallyCounter
{
    private long _additions, _sum;
    private int _largest;

    public void Add(int amount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        lock (new object())
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

    public Tally Read() { lock (new object()) return new Tally(_additions, _sum, _largest); }
}
