// passes: no lock at all: the three numbers are one object, replaced in one atomic step, once more if another was faster
namespace Workbook.Examples.Locks.LostUpdate;

public sealed class TallyCounter
{
    private sealed record State(long Additions, long Sum, int Largest);

    private State _state = new(0, 0, 0);

    public void Add(int amount)
    {
        if (amount < 1) throw new ArgumentOutOfRangeException(nameof(amount));
        State seen, next;
        do
        {
            seen = Volatile.Read(ref _state);
            next = new State(seen.Additions + 1, seen.Sum + amount, Math.Max(seen.Largest, amount));
        }
        while (Interlocked.CompareExchange(ref _state, next, seen) != seen);
    }

    public void AddAll(IEnumerable<int> amounts)
    {
        foreach (var amount in amounts) Add(amount);
    }

    public Tally Read()
    {
        var state = Volatile.Read(ref _state);
        return new Tally(state.Additions, state.Sum, state.Largest);
    }
}
