namespace Workbook.Examples.Locks.LostUpdate;

/// <summary>Counts amounts: how many, how much together, and the largest.</summary>
/// <remarks>Any thread may call any member.</remarks>
public sealed class TallyCounter
{
    private long _additions, _sum;
    private int _largest;

    /// <summary>Adds one amount.</summary>
    /// <param name="amount">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1; nothing has changed.</exception>
    public void Add(int amount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        // TODO: each of these lines reads and then writes, and another thread may come in anywhere.
        _additions++;
        _sum += amount;
        _largest = Math.Max(_largest, amount);
    }

    /// <summary>Adds the amounts one by one, each as it comes; other threads may add and read between any two of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is less than 1; those before it count, the rest does not.</exception>
    public void AddAll(IEnumerable<int> amounts)
    {
        foreach (var amount in amounts) Add(amount);
    }

    /// <summary>The three numbers as they were at one moment, by now perhaps a past one.</summary>
    public Tally Read() => new(_additions, _sum, _largest);
}
