// fails: a thread that has to wait sleeps neither nor spins
// A flag instead of a lock: right, but who finds it taken sleeps for a while and looks again, however soon it is free.
namespace Workbook.Examples.Locks.LostUpdate;

public sealed class TallyCounter
{
    private int _taken;
    private long _additions, _sum;
    private int _largest;

    public void Add(int amount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        Enter();
        _additions++;
        _sum += amount;
        _largest = Math.Max(_largest, amount);
        Leave();
    }

    public void AddAll(IEnumerable<int> amounts)
    {
        foreach (var amount in amounts) Add(amount);
    }

    public Tally Read()
    {
        Enter();
        var tally = new Tally(_additions, _sum, _largest);
        Leave();
        return tally;
    }

    private void Enter()
    {
        while (Interlocked.Exchange(ref _taken, 1) == 1) Thread.Sleep(1);
    }

    private void Leave() => Volatile.Write(ref _taken, 0);
}
