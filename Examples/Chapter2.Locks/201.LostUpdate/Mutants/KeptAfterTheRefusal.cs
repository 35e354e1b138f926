// fails: an amount below 1 is refused, and changes nothing
// Takes the lock by hand and throws before giving it back: whoever comes after a refused amount waits for ever.
namespace Workbook.Examples.Locks.LostUpdate;

public sealed class TallyCounter
{
    private readonly SemaphoreSlim _free = new(1, 1);
    private long _additions, _sum;
    private int _largest;

    public void Add(int amount)
    {
        _free.Wait();
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        _additions++;
        _sum += amount;
        _largest = Math.Max(_largest, amount);
        _free.Release();
    }

    public void AddAll(IEnumerable<int> amounts)
    {
        foreach (var amount in amounts) Add(amount);
    }

    public Tally Read()
    {
        _free.Wait();
        var tally = new Tally(_additions, _sum, _largest);
        _free.Release();
        return tally;
    }
}
