// fails: no amount is lost
// Each read and each write is volatile, and the pair of them is two steps all the same: another thread writes in between.
namespace Workbook.Examples.Locks.LostUpdate;

public sealed class TallyCounter
{
    private sealed record Box(Tally Tally);

    private volatile Box _box = new(default(Tally));

    public void Add(int amount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        var (additions, sum, largest) = _box.Tally;
        _box = new Box(new Tally(additions + 1, sum + amount, Math.Max(largest, amount)));
    }

    public void AddAll(IEnumerable<int> amounts)
    {
        foreach (var amount in amounts) Add(amount);
    }

    public Tally Read() => _box.Tally;
}
